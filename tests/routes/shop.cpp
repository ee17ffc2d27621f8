#include <tests/routes/shop.hpp>

namespace routes_test {

Shop::Shop(bool test_clock) : world(test_clock) {
  ada = new_customer("ada@example.com");
  user = "usr_" + ada.substr(4);
  world.patch("/v1/customers/" + ada, R"({"currency":"eur"})");
  product = world
                .post("/v1/products",
                      R"({"name":"Pro","description":"More","entitlements":["api","seats.10"]})")
                .at("id");
  price = world
              .post("/v1/prices", R"({"product_id":")" + product +
                                      R"(","currency":"EUR","unit_amount_minor":1250,)"
                                      R"("interval":"month"})")
              .at("id");
}

std::string Shop::new_customer(const std::string& email) {
  const auto made = world.post(
      "/v1/users", R"({"email":")" + email + R"(","display_name":"Ada","time_zone":"Asia/Tokyo"})");
  const std::string customer = "cus_" + made.at("id").substr(4);
  world.get("/v1/customers/" + customer, {{"cleave-wait-for", made.header("Cleave-Position")}});
  return customer;
}

}  // namespace routes_test
