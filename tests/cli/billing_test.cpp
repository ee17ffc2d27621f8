#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>

// What is said of billing's things on a command line reaches the API, and what it answers is shown
// as people and programs read it.
namespace cli_tests {
namespace {

namespace bj = boost::json;
using Words = std::vector<std::string>;

http::Response answered(const std::string& body, int status = 200,
                        const std::string& position = "billing/0:1:7") {
  http::Response response;
  response.status = status;
  response.body = body;
  response.headers.emplace_back("Cleave-Position", position);
  return response;
}

std::string header(const http::Request& request, const std::string& name) {
  return std::string(request.header(name).value_or(""));
}

struct Said {
  Words words;
  std::string request;  // "POST /v1/products"
  std::string body;     // of the request
};

void PrintTo(const Said& said, std::ostream* out) {
  for (const auto& word : said.words) *out << word << ' ';
}

class WhatIsSaid : public testing::TestWithParam<Said> {};

TEST_P(WhatIsSaid, IsAsked) {
  SmallApi api;
  api.canned["GET /v1/prices/price_1"] = answered(R"({"id":"price_1","currency":"kwd"})");
  api.canned["GET /v1/invoices/in_1"] = answered(R"({"id":"in_1","currency":"eur"})");
  api.canned[GetParam().request] =
      answered(R"({"id":"x","currency":"eur","lines":[],"version":1})");
  const Ran ran = run_on(api, GetParam().words);
  EXPECT_EQ(ran.code, 0) << ran.err;
  ASSERT_FALSE(api.seen.empty());
  const auto& last = api.seen.back();
  EXPECT_EQ(last.method + " " + last.path, GetParam().request);
  EXPECT_EQ(last.body, GetParam().body);
  EXPECT_NE(ran.err.find("billing/0:1:7"), std::string::npos) << ran.err;
}

INSTANTIATE_TEST_SUITE_P(
    Writes, WhatIsSaid,
    testing::Values(
        Said{{"product", "create", "Pro", "--entitlement", "api", "--entitlement", "seats.10"},
             "POST /v1/products",
             R"({"entitlements":["api","seats.10"],"name":"Pro"})"},
        Said{{"product", "update", "prod_1", "--no-entitlements"},
             "PATCH /v1/products/prod_1",
             R"({"entitlements":[]})"},
        Said{{"product", "archive", "prod_1", "--yes"}, "POST /v1/products/prod_1/archive", ""},
        Said{{"price", "create", "--product", "prod_1", "--amount", "12.50", "--currency", "eur"},
             "POST /v1/prices",
             R"({"unit_amount_minor":1250,"product_id":"prod_1","currency":"eur",)"
             R"("interval":"month"})"},
        Said{{"price", "create", "--product", "prod_1", "--amount", "12", "--currency", "JPY",
              "--interval", "year"},
             "POST /v1/prices",
             R"({"unit_amount_minor":12,"product_id":"prod_1","currency":"JPY",)"
             R"("interval":"year"})"},
        Said{{"price", "create", "--replaces", "price_1", "--amount", "1.234"},
             "POST /v1/prices",
             R"({"unit_amount_minor":1234,"replaces":"price_1"})"},
        Said{{"price", "create", "--replaces", "price_1", "--amount-minor", "99"},
             "POST /v1/prices",
             R"({"unit_amount_minor":99,"replaces":"price_1"})"},
        Said{{"subscription", "create", "usr_1", "price_1", "--trial-days", "14"},
             "POST /v1/subscriptions",
             R"({"customer_id":"cus_1","price_id":"price_1","trial_days":14})"},
        Said{{"subscription", "cancel", "sub_1", "--at-period-end"},
             "POST /v1/subscriptions/sub_1/cancel",
             R"({"at_period_end":true})"},
        Said{{"subscription", "resume", "sub_1"}, "POST /v1/subscriptions/sub_1/resume", ""},
        Said{{"invoice", "finalize", "in_1"}, "POST /v1/invoices/in_1/finalize", ""},
        Said{{"invoice", "void", "in_1", "--yes"}, "POST /v1/invoices/in_1/void", ""},
        Said{{"invoice", "uncollectible", "in_1", "--yes"},
             "POST /v1/invoices/in_1/mark_uncollectible",
             ""},
        Said{{"invoice", "pay", "in_1"}, "POST /v1/invoices/in_1/pay", ""},
        Said{{"invoice", "record-payment", "in_1", "--amount", "0.5", "--reference", "bank"},
             "POST /v1/invoices/in_1/payments",
             R"({"amount_minor":50,"reference":"bank"})"},
        Said{{"payment", "look-up", "pay_1"}, "POST /v1/payments/pay_1/look_up", ""},
        Said{{"payment", "settle", "pay_1", "--outcome", "failed", "--reason", "asked them",
              "--yes"},
             "POST /v1/payments/pay_1/settle",
             R"({"outcome":"failed","reason":"asked them"})"},
        Said{{"customer", "set", "usr_1", "--payment-method", "pm_1", "--no-tax-id", "--line1",
              "Ringstr. 1", "--city", "Berlin", "--country", "DE"},
             "PATCH /v1/customers/cus_1",
             R"({"tax_id":null,"payment_method":"pm_1","address":{"line1":"Ringstr. 1",)"
             R"("city":"Berlin","country":"DE"}})"},
        Said{{"customer", "set", "cus_1", "--no-address"},
             "PATCH /v1/customers/cus_1",
             R"({"address":null})"}));

TEST(BillingRun, AsksBeforeItBillsAhead) {
  struct Asked {
    Words more;
    int code;
    std::size_t requests;
  };
  const std::string now = "2026-06-01T12:00:00Z";
  for (const auto& [more, code, requests] : {
           Asked{{}, 0, 1},
           Asked{{"--as-of", now}, 0, 2},
           Asked{{"--as-of", "2026-06-01T12:00:01Z"}, 2, 1},
           Asked{{"--as-of", "2026-06-01T12:00:01Z", "--yes"}, 0, 2},
       }) {
    SmallApi api;
    api.canned["GET /v1/billing/clock"] = answered(R"({"now":")" + now + R"("})");
    api.canned["POST /v1/billing/runs"] = answered(
        R"({"id":"run_1","kind":"run","status":"finished","problems":[],"due":0,"done":0,)"
        R"("subscriptions_advanced":0})");
    Words words{"billing", "run"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run_on(api, words);
    EXPECT_EQ(ran.code, code) << ran.err;
    EXPECT_EQ(api.seen.size(), requests);
    EXPECT_EQ(ran.err.find("--yes") != std::string::npos, code != 0) << ran.err;
  }
}

struct Wrong {
  Words words;
  std::string says;
};

TEST(WrongAmounts, AreRefusedBeforeAnythingIsChanged) {
  const std::vector<Wrong> all = {
      {{"price", "create", "--product", "p"}, "--amount is missing"},
      {{"price", "create", "--product", "p", "--amount", "1", "--amount-minor", "100"},
       "exclude each other"},
      {{"price", "create", "--amount", "1", "--currency", "eur"}, "--product is missing"},
      {{"price", "create", "--product", "p", "--amount", "1"}, "--currency is missing"},
      {{"price", "create", "--product", "p", "--amount", "12.345", "--currency", "eur"},
       "\"12.345\" is no amount of eur: digits, with at most 2 behind a point, and not more than "
       "92,233,720,368,547,758.07"},
      {{"price", "create", "--product", "p", "--amount", "1.5", "--currency", "jpy"},
       "at most 0 behind a point"},
      {{"price", "create", "--product", "p", "--amount", "1,5", "--currency", "eur"}, "no amount"},
      {{"price", "create", "--product", "p", "--amount", "1e3", "--currency", "eur"}, "no amount"},
      {{"price", "create", "--product", "p", "--amount", "99999999999999999999", "--currency",
        "eur"},
       "no amount"},
      {{"price", "create", "--product", "p", "--amount", "1", "--currency", "xxx"}, "ISO 4217"},
      {{"price", "create", "--product", "p", "--amount-minor", "1.5", "--currency", "eur"},
       "whole number"},
      {{"customer", "set", "cus_1", "--tax-id", "DE1", "--no-tax-id"}, "exclude each other"},
      {{"customer", "set", "cus_1", "--city", "Ulm", "--no-address"}, "exclude each other"},
      {{"product", "update", "prod_1", "--entitlement", "a", "--no-entitlements"},
       "exclude each other"},
      {{"subscription", "create", "cus_1", "price_1", "--quantity", "0"}, "from 1 to 1000000"},
      {{"subscription", "list", "--status", "activ"}, "did you mean active?"},
      {{"invoice", "pdf", "in_1"}, "-o is missing"},
      {{"invoice", "show", "../in_1"}, "is no invoice"}};
  for (const auto& wrong : all) {
    SmallApi api;
    const Ran ran = run_on(api, wrong.words);
    EXPECT_EQ(ran.code, 2) << ran.err;
    EXPECT_NE(ran.err.find(wrong.says), std::string::npos) << ran.err;
    for (const auto& request : api.seen) EXPECT_EQ(request.method, "GET") << wrong.says;
  }
}

TEST(MoneyThatMayMove, GoesOutUnderAKeyThatIsSaidWhereNobodyKnows) {
  SmallApi api;
  api.canned["POST /v1/invoices/in_1/pay"] = answered(R"({"id":"pay_1","currency":"eur"})");
  run_on(api, {"invoice", "pay", "in_1"});
  run_on(api, {"invoice", "pay", "in_1"});
  run_on(api, {"invoice", "pay", "in_1", "--idempotency-key", "mine"});
  const std::string first = header(api.seen[0], "idempotency-key");
  EXPECT_GE(first.size(), 32U);
  EXPECT_NE(first, header(api.seen[1], "idempotency-key"));
  EXPECT_EQ(header(api.seen[2], "idempotency-key"), "mine");

  api.canned["POST /v1/invoices/in_1/pay"] = problem(503, "sync.outcome_unknown", "Nobody knows.");
  const Ran lost = run_on(api, {"invoice", "pay", "in_1"});
  EXPECT_EQ(lost.code, 3);
  EXPECT_NE(lost.err.find("--idempotency-key " + header(api.seen.back(), "idempotency-key")),
            std::string::npos)
      << lost.err;
}

constexpr const char* invoice = R"({"id":"in_1","number":"INV-2026-000001","status":"open",
  "overdue":true,"bill_to":{"name":"Ada","email":"ada@example.com","address":{"line1":"Ringstr. 1",
  "line2":"","postal_code":"10115","city":"Berlin","region":"","country":"DE"},"tax_id":null},
  "customer_id":"cus_1","subscription_id":"sub_1","period_start":"2026-01-31",
  "period_end":"2026-02-28","currency":"eur","total_minor":123450,"credit_applied_minor":0,
  "amount_paid_minor":1,"amount_remaining_minor":123449,"issued_at":"2026-01-31T10:00:00.000Z",
  "due_at":null,"paid_at":null,"payment_id":null,"attempts":1,"version":2,
  "lines":[{"description":"Pro","price_id":"price_1","quantity":2,"unit_amount_minor":61725,
  "amount_minor":123450,"period_start":"2026-01-31","period_end":"2026-02-28"}]})";

TEST(Money, IsShownInItsCurrencysDigits) {
  SmallApi api;
  api.canned["GET /v1/invoices/in_1"] = answered(invoice);
  const Ran ran = run_on(api, {"invoice", "show", "in_1"}, {.on_tty = true});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("total              1,234.50 EUR\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("remaining          1,234.49 EUR\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("address            Ringstr. 1, 10115 Berlin, DE\n"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("\nDESCRIPTION  QUANTITY  UNIT AMOUNT        AMOUNT\n"
                         "Pro                 2   617.25 EUR  1,234.50 EUR\n"),
            std::string::npos)
      << ran.out;
  const Ran plain = run_on(api, {"invoice", "show", "in_1"});
  EXPECT_NE(plain.out.find("total\t123450\n"), std::string::npos) << plain.out;
  EXPECT_NE(plain.out.find("line\tPro\t2\t61725\t123450\n"), std::string::npos) << plain.out;
  const Ran json = run_on(api, {"invoice", "show", "in_1", "--json"});
  EXPECT_EQ(json.out, std::string(invoice) + "\n");
}

TEST(Money, OfCurrenciesWithOtherDigitsToo) {
  SmallApi api;
  api.canned["GET /v1/customers/cus_1/balance"] =
      answered(R"({"customer_id":"cus_1","balances":[{"currency":"jpy","amount_minor":1250},)"
               R"({"currency":"kwd","amount_minor":-1250},{"currency":"zzz","amount_minor":5}]})");
  const Ran ran = run_on(api, {"ledger", "balance", "usr_1"}, {.on_tty = true});
  for (const char* text : {"1,250 JPY\n", "-1.250 KWD\n", "5 minor units of zzz\n"}) {
    EXPECT_NE(ran.out.find(text), std::string::npos) << ran.out;
  }
}

TEST(Ledger, FindsACustomerByTheUsersEmailAddress) {
  SmallApi api;
  api.add("ann@example.com");
  api.canned["GET /v1/customers/cus_000001/balance"] = answered(R"({"balances":[]})");
  const Ran ran = run_on(api, {"ledger", "balance", "ann@example.com"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(api.seen.back().path, "/v1/customers/cus_000001/balance");
}

TEST(Ledger, ShowsEachPostingOfAnEntryAndTheNextPage) {
  SmallApi api;
  api.canned["GET /v1/ledger/entries"] = answered(
      R"({"data":[{"entry_no":7,"id":"issued:in_1","kind":"issued","source":"in_1",)"
      R"("effective_on":"2026-01-31","recorded_at":"2026-01-31T10:00:00.000Z","reverses":null,)"
      R"("postings":[{"account":"receivable","customer_id":"cus_1","currency":"eur",)"
      R"("amount_minor":1250},{"account":"deferred_revenue","customer_id":null,"currency":"eur",)"
      R"("amount_minor":-1250}]}],"has_more":true})");
  const Ran ran = run_on(api, {"ledger", "entries", "--customer", "usr_1", "--limit", "1"});
  EXPECT_EQ(ran.out,
            "7\t2026-01-31\tissued\treceivable\t1250\tin_1\tcus_1\teur\n"
            "7\t2026-01-31\tissued\tdeferred_revenue\t-1250\tin_1\t\teur\n");
  EXPECT_NE(ran.err.find("more: cleave ledger entries --customer usr_1 --limit 1 --after 7\n"),
            std::string::npos)
      << ran.err;
  EXPECT_EQ(api.seen.back().parameter("customer_id"), "cus_1");
  EXPECT_EQ(api.seen.back().parameter("limit"), "1");
}

TEST(Documents, AreWrittenWholeOrNotAtAll) {
  SmallApi api;
  http::Response pdf = answered("%PDF-1.7 \xff bytes");
  pdf.content_type = "application/pdf";
  api.canned["GET /v1/invoices/in_1/pdf"] = pdf;
  const std::string path = temporary_path("invoice.pdf");
  EXPECT_EQ(run_on(api, {"invoice", "pdf", "in_1", "-o", path}).code, 0);
  EXPECT_EQ(text_of_file(path), pdf.body);
  EXPECT_TRUE(header(api.seen.back(), "accept").starts_with("application/pdf"));
  const Ran gone = run_on(api, {"invoice", "html", "in_2", "-o", path});
  EXPECT_EQ(gone.code, 4) << gone.err;
  EXPECT_EQ(text_of_file(path), pdf.body);
}

TEST(NumberGaps, EndWithOneWhereANumberIsMissing) {
  SmallApi api;
  api.canned["GET /v1/invoices/number_gaps"] =
      answered(R"({"gapless":true,"series":[{"series":"INV-2026","first":1,"last":3,"issued":3,)"
               R"("missing":[]}]})");
  EXPECT_EQ(run_on(api, {"invoice", "gaps"}).code, 0);
  api.canned["GET /v1/invoices/number_gaps"] =
      answered(R"({"gapless":false,"series":[{"series":"INV-2026","first":1,"last":3,"issued":2,)"
               R"("missing":["INV-2026-000002"]}]})");
  const Ran ran = run_on(api, {"invoice", "gaps"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "INV-2026\t1\t3\t2\tINV-2026-000002\n");
}

TEST(Refusals, SayTheNextStep) {
  SmallApi api;
  api.canned["POST /v1/invoices/in_1/pay"] =
      problem(409, "billing.no_payment_method", "The customer has no payment method.");
  const Ran ran = run_on(api, {"invoice", "pay", "in_1"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("next     cleave customer set CUSTOMER --payment-method TOKEN\n"),
            std::string::npos)
      << ran.err;
}

TEST(Endings, AreAskedFor) {
  for (const Words& words :
       {Words{"product", "archive", "prod_1"}, Words{"price", "archive", "price_1"},
        Words{"subscription", "cancel", "sub_1"}, Words{"invoice", "void", "in_1"},
        Words{"invoice", "uncollectible", "in_1"}}) {
    SmallApi api;
    EXPECT_EQ(run_on(api, words).code, 2) << words[1];
    EXPECT_EQ(run_on(api, words, {.input = "n\n", .on_tty = true}).code, 1);
    EXPECT_TRUE(api.seen.empty());
  }
}

TEST(Lists, NameThePageThatFollowsWithTheirFilters) {
  SmallApi api;
  api.canned["GET /v1/subscriptions"] = answered(
      R"({"data":[{"id":"sub_1","status":"past_due","unit_amount_minor":1250,"currency":"eur",)"
      R"("quantity":1,"current_period_end":"2026-02-28","customer_id":"cus_1"}],)"
      R"("has_more":true})");
  const Ran ran =
      run_on(api, {"subscription", "list", "--customer", "usr_1", "--status", "past_due"});
  EXPECT_EQ(ran.out, "sub_1\tpast_due\t1250\t1\t2026-02-28\tcus_1\teur\n");
  EXPECT_NE(ran.err.find("more: cleave subscription list --customer cus_1 --status past_due "
                         "--starting-after sub_1\n"),
            std::string::npos)
      << ran.err;
}

}  // namespace
}  // namespace cli_tests
