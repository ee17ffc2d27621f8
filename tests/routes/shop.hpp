#pragma once

#include <string>

#include <tests/routes/world.hpp>

namespace routes_test {

// Shop: a world in which something is for sale, and Ada is a customer who pays in euro by whatever
// way she likes: the gateway has nothing to charge.
struct Shop {
  explicit Shop(bool test_clock = false);

  // A user whom billing knows, and their customer.
  std::string new_customer(const std::string& email);
  // A key of its own for each request.
  http::Fields once() { return {{"idempotency-key", "key-" + std::to_string(++drawn_)}}; }
  Answer subscribe(const std::string& body) {
    return world.post("/v1/subscriptions", body, once());
  }
  // Ada begins to pay the price, twice.
  Answer subscribe_ada() {
    return subscribe(R"({"customer_id":")" + ada + R"(","price_id":")" + price +
                     R"(","quantity":2})");
  }
  // Money for an invoice came another way.
  Answer receive(const std::string& invoice, std::int64_t amount_minor,
                 const std::string& reference = "bank 7") {
    return world.post("/v1/invoices/" + invoice + "/payments",
                      R"({"amount_minor":)" + std::to_string(amount_minor) + R"(,"reference":")" +
                          reference + R"("})",
                      once());
  }
  // The rows of a list.
  bj::array rows(const std::string& target) {
    return world.get(target).json().at("data").as_array();
  }

  World world;
  std::string user;
  std::string ada;
  std::string product;
  std::string price;  // 12.50 EUR a month

 private:
  int drawn_ = 0;
};

}  // namespace routes_test
