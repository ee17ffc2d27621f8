#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tests/routes/shop.hpp>

// Whatever is wrong with a request to billing is answered with its code, and nothing takes effect.
namespace routes_test {
namespace {

struct Bad {
  const char* name;
  const char* method;
  const char* target;  // {cus}, {prod}, {price} and {in} stand for what is there
  std::string body;
  int status;
  const char* code;
  const char* pointer = "";
  bool keyed = true;
};

std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.name; }

class BadBilling : public testing::TestWithParam<Bad> {
 protected:
  std::string filled(std::string text) {
    const std::vector<std::pair<std::string, std::string>> there = {{"{cus}", shop.ada},
                                                                    {"{prod}", shop.product},
                                                                    {"{price}", shop.price},
                                                                    {"{in}", invoice},
                                                                    {"{usr}", shop.user}};
    for (const auto& [mark, id] : there) {
      for (auto at = text.find(mark); at != text.npos; at = text.find(mark))
        text.replace(at, mark.size(), id);
    }
    return text;
  }
  std::string everything() {
    std::string all;
    for (const char* list : {"products", "prices", "subscriptions", "invoices", "payments",
                             "ledger/entries", "customers"})
      all += shop.world.get("/v1/" + std::string(list)).body();
    return all;
  }

  Shop shop;
  std::string invoice = shop.subscribe_ada().at("latest_invoice_id");
};

TEST_P(BadBilling, IsRefusedAndChangesNothing) {
  const std::string before = everything();
  const auto answer =
      shop.world.ask(GetParam().method, filled(GetParam().target), filled(GetParam().body),
                     GetParam().keyed ? shop.once() : http::Fields{});
  EXPECT_EQ(answer.status(), GetParam().status) << answer.body();
  EXPECT_EQ(answer.code(), GetParam().code) << answer.body();
  EXPECT_EQ(answer.response.content_type, "application/problem+json");
  if (*GetParam().pointer != '\0') {
    EXPECT_EQ(answer.json().at("errors").at(0).at("pointer"), GetParam().pointer);
  }
  EXPECT_EQ(everything(), before);
}

constexpr const char* products = "/v1/products";
constexpr const char* prices = "/v1/prices";
constexpr const char* subscriptions = "/v1/subscriptions";
constexpr const char* no_price = "price_00000000000000000000000000";

std::string price(const std::string& amount, const std::string& more = "") {
  return R"({"product_id":"{prod}","currency":"eur","interval":"month","unit_amount_minor":)" +
         amount + more + "}";
}
std::string begin(const std::string& more) {
  return R"({"customer_id":"{cus}","price_id":"{price}")" + more + "}";
}

INSTANTIATE_TEST_SUITE_P(
    OfTheCatalogue, BadBilling,
    testing::Values(
        Bad{"NameMissing", "POST", products, "{}", 422, "json.missing_member", "/name"},
        Bad{"NameNoText", "POST", products, R"({"name":7})", 400, "json.wrong_type", "/name"},
        Bad{"NameEmpty", "POST", products, R"({"name":""})", 422, "billing.product_name_invalid",
            "/name"},
        Bad{"NameNull", "PATCH", "/v1/products/{prod}", R"({"name":null})", 422,
            "billing.product_name_invalid", "/name"},
        Bad{"ProductUnknownMember", "POST", products, R"({"name":"a","price":1})", 400,
            "json.unknown_member", "/price"},
        Bad{"EntitlementsNoArray", "POST", products, R"({"name":"a","entitlements":"api"})", 400,
            "json.wrong_type", "/entitlements"},
        Bad{"EntitlementInvalid", "POST", products, R"({"name":"a","entitlements":["A b"]})", 422,
            "billing.entitlement_invalid", "/entitlements/0"},
        Bad{"ProductUnknown", "PATCH", "/v1/products/prod_00000000000000000000000000", "{}", 404,
            "billing.product_not_found"},
        Bad{"ProductOfAnotherKind", "GET", "/v1/products/{price}", "", 404,
            "billing.product_not_found"},
        Bad{"AmountNegative", "POST", prices, price("-1"), 422, "billing.unit_amount_out_of_range",
            "/unit_amount_minor"},
        Bad{"AmountTooLarge", "POST", prices, price("1000000000001"), 422,
            "billing.unit_amount_out_of_range", "/unit_amount_minor"},
        Bad{"AmountOverflow", "POST", prices, price("9223372036854775808"), 400,
            "json.out_of_range", "/unit_amount_minor"},
        Bad{"AmountFraction", "POST", prices, price("12.5"), 400, "json.wrong_type",
            "/unit_amount_minor"},
        Bad{"AmountText", "POST", prices, price("\"1250\""), 400, "json.wrong_type",
            "/unit_amount_minor"},
        Bad{"PriceUnknownMember", "POST", prices, price("1", R"(,"tiers":[])"), 400,
            "json.unknown_member", "/tiers"},
        Bad{"ProductMissing", "POST", prices,
            R"({"currency":"eur","interval":"month","unit_amount_minor":1})", 422,
            "json.missing_member", "/product_id"},
        Bad{"IntervalUnknown", "POST", prices,
            R"({"product_id":"{prod}","currency":"eur","interval":"week","unit_amount_minor":1})",
            422, "billing.interval_unknown", "/interval"},
        Bad{"CurrencyUnknown", "POST", prices,
            R"({"product_id":"{prod}","currency":"eurs","interval":"year","unit_amount_minor":1})",
            422, "billing.currency_unknown", "/currency"},
        Bad{"RevisionInAnotherCurrency", "POST", prices,
            R"({"replaces":"{price}","currency":"usd","unit_amount_minor":1})", 422,
            "billing.price_replaced_differs"},
        Bad{"ReplacesNothing", "POST", prices,
            R"({"replaces":")" + std::string(no_price) + R"(","unit_amount_minor":1})", 404,
            "billing.price_not_found"},
        Bad{"ReplacesNoId", "POST", prices, R"({"replaces":"7","unit_amount_minor":1})", 404,
            "billing.price_not_found", "/replaces"},
        Bad{"PriceUnknown", "GET", "/v1/prices/7", "", 404, "billing.price_not_found"},
        Bad{"PricesOfNoId", "GET", "/v1/prices?product_id=7", "", 400, "http.bad_parameter"}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfSubscriptions, BadBilling,
    testing::Values(
        Bad{"KeyMissing", "POST", subscriptions, begin(""), 400, "http.idempotency_key_required",
            "", false},
        Bad{"NobodySaid", "POST", subscriptions, R"({"price_id":"{price}"})", 422,
            "json.missing_member", "/customer_id"},
        Bad{"TwoSaid", "POST", subscriptions,
            begin(R"(,"user_id":"usr_00000000000000000000000000")"), 422, "json.unknown_value",
            "/user_id"},
        Bad{"CustomerUnknown", "POST", subscriptions,
            R"({"customer_id":"cus_00000000000000000000000000","price_id":"{price}"})", 404,
            "billing.customer_not_found"},
        Bad{"CustomerNoId", "POST", subscriptions, R"({"user_id":"{cus}","price_id":"{price}"})",
            404, "billing.customer_not_found", "/user_id"},
        Bad{"PriceNoId", "POST", subscriptions, R"({"customer_id":"{cus}","price_id":"{prod}"})",
            404, "billing.price_not_found", "/price_id"},
        Bad{"QuantityZero", "POST", subscriptions, begin(R"(,"quantity":0)"), 422,
            "billing.quantity_out_of_range", "/quantity"},
        Bad{"QuantityNegative", "POST", subscriptions, begin(R"(,"quantity":-1)"), 422,
            "billing.quantity_out_of_range", "/quantity"},
        Bad{"QuantityOverflow", "POST", subscriptions, begin(R"(,"quantity":1e30)"), 400,
            "json.out_of_range", "/quantity"},
        Bad{"TrialTooLong", "POST", subscriptions, begin(R"(,"trial_days":731)"), 422,
            "billing.trial_out_of_range", "/trial_days"},
        Bad{"SubscriptionUnknownMember", "POST", subscriptions, begin(R"(,"coupon":"x")"), 400,
            "json.unknown_member", "/coupon"},
        Bad{"CancelWrongType", "POST", "/v1/subscriptions/{in}/cancel", R"({"at_period_end":1})",
            404, "billing.subscription_not_found"},
        Bad{"StatusUnknown", "GET", "/v1/subscriptions?status=gone", "", 400, "http.bad_parameter"},
        Bad{"ForeignUser", "GET",
            "/v1/subscriptions?customer_id={cus}&user_id=usr_00000000000000000000000000", "", 400,
            "http.bad_parameter"}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    OfInvoicesAndTheBooks, BadBilling,
    testing::Values(
        Bad{"PayWithoutKey", "POST", "/v1/invoices/{in}/pay", "", 400,
            "http.idempotency_key_required", "", false},
        Bad{"RecordWithoutKey", "POST", "/v1/invoices/{in}/payments",
            R"({"amount_minor":1,"reference":"x"})", 400, "http.idempotency_key_required", "",
            false},
        Bad{"RecordNothing", "POST", "/v1/invoices/{in}/payments",
            R"({"amount_minor":0,"reference":"x"})", 422, "billing.amount_out_of_range",
            "/amount_minor"},
        Bad{"RecordNegative", "POST", "/v1/invoices/{in}/payments",
            R"({"amount_minor":-5,"reference":"x"})", 422, "billing.amount_out_of_range",
            "/amount_minor"},
        Bad{"RecordTooMuch", "POST", "/v1/invoices/{in}/payments",
            R"({"amount_minor":1000000000000001,"reference":"x"})", 422,
            "billing.amount_out_of_range", "/amount_minor"},
        Bad{"RecordOverflow", "POST", "/v1/invoices/{in}/payments",
            R"({"amount_minor":99999999999999999999,"reference":"x"})", 400, "json.out_of_range",
            "/amount_minor"},
        Bad{"RecordNoReference", "POST", "/v1/invoices/{in}/payments", R"({"amount_minor":1})", 422,
            "json.missing_member", "/reference"},
        Bad{"RecordEmptyReference", "POST", "/v1/invoices/{in}/payments",
            R"({"amount_minor":1,"reference":""})", 422, "billing.reference_invalid", "/reference"},
        Bad{"PayUnknown", "POST", "/v1/invoices/in_00000000000000000000000000/pay", "", 404,
            "billing.invoice_not_found"},
        Bad{"FinalizeWithBody", "POST", "/v1/invoices/{in}/finalize", "{}", 400,
            "http.unexpected_body"},
        Bad{"InvoiceNoId", "GET", "/v1/invoices/{price}", "", 404, "billing.invoice_not_found"},
        Bad{"PaymentNoId", "GET", "/v1/payments/7", "", 404, "billing.payment_not_found"},
        Bad{"InvoiceStatusUnknown", "GET", "/v1/invoices?status=overdue", "", 400,
            "http.bad_parameter"},
        Bad{"AsOfNoDay", "GET", "/v1/ledger/trial_balance?as_of=2026-02-30", "", 400,
            "http.bad_parameter"},
        Bad{"AfterNegative", "GET", "/v1/ledger/entries?after=-1", "", 400, "http.bad_parameter"},
        Bad{"AfterOverflow", "GET", "/v1/ledger/entries?after=9223372036854775808", "", 400,
            "http.bad_parameter"},
        Bad{"StatementOfNobody", "GET", "/v1/customers/cus_00000000000000000000000000/statement",
            "", 404, "billing.customer_not_found"},
        Bad{"BalanceNoId", "GET", "/v1/customers/{usr}/balance", "", 404,
            "billing.customer_not_found"},
        Bad{"AddressWithoutCity", "PATCH", "/v1/customers/{cus}",
            R"({"address":{"line1":"x","country":"DE"}})", 422, "json.missing_member",
            "/address/city"},
        Bad{"AddressOfNoCountry", "PATCH", "/v1/customers/{cus}",
            R"({"address":{"line1":"x","city":"y","country":"Germany"}})", 422,
            "billing.address_invalid"},
        Bad{"AddressUnknownMember", "PATCH", "/v1/customers/{cus}",
            R"({"address":{"line1":"x","city":"y","country":"DE","zip":"1"}})", 400,
            "json.unknown_member", "/address/zip"},
        Bad{"PaymentMethodACard", "PATCH", "/v1/customers/{cus}",
            R"({"payment_method":"4242 4242 4242 4242"})", 422, "billing.payment_method_invalid",
            "/payment_method"},
        Bad{"CurrencyInUse", "PATCH", "/v1/customers/{cus}", R"({"currency":"usd"})", 409,
            "billing.currency_in_use", "/currency"}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace routes_test
