#include <tests/e2e/paying_users.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>
#include <thread>

#include <tests/e2e/installation.hpp>

namespace e2e {
namespace {

constexpr std::chrono::seconds lapse_max{300};

Answer must(Answer answer) {
  if (answer.status < 300) return answer;
  throw std::runtime_error("refused with " + std::to_string(answer.status) + ": " + answer.text);
}

// The first one pays; with "then", the payment method becomes another one behind that.
struct Way {
  const char* method;
  const char* then;
  int trial_days;
  bool leaves;  // with the current period
};
constexpr Way ways[] = {
    {"sim_ok", "", 0, false},
    {"sim_timeout_charged", "", 0, false},
    {"sim_timeout_lost", "", 0, false},
    {"sim_late", "", 0, false},
    {"sim_double", "", 0, false},
    {"sim_declined", "", 0, false},
    {"sim_declines_once", "", 0, false},
    {"sim_ok", "sim_insufficient_funds", 0, false},
    {"sim_ok", "", 14, false},
    {"sim_ok", "", 0, true},
};
constexpr const char* zones[] = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia"};

std::string price_of(Client& client) {
  const auto product = must(client.post("/v1/products", bj::object{{"name", "Pro"}}, once("pro")));
  return must(client.post("/v1/prices",
                          bj::object{{"product_id", product.at("id")},
                                     {"currency", "eur"},
                                     {"unit_amount_minor", 1'900},
                                     {"interval", "month"}},
                          once("price")))
      .at("id");
}

void pay_by(Client& client, const std::string& customer, const std::string& method) {
  must(client.patch("/v1/customers/" + customer,
                    bj::object{{"currency", "eur"}, {"payment_method", method}}));
}

void subscribe(Client& client, const std::string& customer, const std::string& price, Way way) {
  const auto subscription = must(client.post(
      "/v1/subscriptions",
      bj::object{{"customer_id", customer}, {"price_id", price}, {"trial_days", way.trial_days}},
      once("subscribe-" + customer)));
  if (way.leaves) {
    must(client.post("/v1/subscriptions/" + subscription.at("id") + "/cancel",
                     bj::object{{"at_period_end", true}}));
  }
}

}  // namespace

PayingUsers::PayingUsers(Client& client, int count) {
  const auto price = price_of(client);
  std::vector<std::string> poorer;
  for (int number = 0; number < count; ++number) {
    const auto way = ways[static_cast<std::size_t>(number) % std::size(ways)];
    const auto label = std::to_string(number) + " " + way.method;
    const auto user = must(client.post(
        "/v1/users", bj::object{{"email", "user" + std::to_string(number) + "@example.com"},
                                {"time_zone", zones[static_cast<std::size_t>(number) % 4]}}));
    const auto customer = customer_id(user.at("id"));
    must(client.get("/v1/customers/" + customer, wait_for(user.position())));
    names_.emplace(customer, label);
    pay_by(client, customer, std::string(way.method) + ".u" + std::to_string(number));
    subscribe(client, customer, price, way);
    if (*way.then != '\0') poorer.push_back(customer);
  }
  const auto paid = [&](const std::string& customer) {
    return rows_of(client, "/v1/invoices?customer_id=" + customer).at(0).at("status") == "paid";
  };
  for (const auto& customer : poorer) {
    if (!becomes([&] { return paid(customer); })) throw std::runtime_error("nobody collects");
    pay_by(client, customer, "sim_insufficient_funds");
  }
}

std::map<std::string, std::vector<std::string>> PayingUsers::lives(Client& client) const {
  std::map<std::string, std::vector<std::string>> lives;
  for (const auto& subscription : rows_of(client, "/v1/subscriptions?limit=1000")) {
    lives[names_.at(subscription.at("customer_id").text())] = {subscription.at("status").text()};
  }
  auto invoices = rows_of(client, "/v1/invoices?limit=1000");
  std::ranges::sort(invoices, {}, [](const Json& one) { return one.at("period_start").text(); });
  for (const auto& invoice : invoices) {
    lives.at(names_.at(invoice.at("customer_id").text()))
        .push_back(invoice.at("kind").text() + " " + invoice.at("status").text() + " " +
                   invoice.at("total_minor").text());
  }
  return lives;
}

std::vector<std::string> PayingUsers::faults(Client& client) const {
  std::vector<std::string> faults;
  const auto fault = [&](const std::string& what) { faults.push_back(what); };

  std::map<std::string, std::int64_t> captured;
  for (const auto& record : rows_of(client, "/v1/gateway/records?limit=1000")) {
    captured[record.at("invoice_id").text()] += record.at("captures").number();
    if (record.at("repeats").number() != 0) fault("charged again: " + record.text());
  }
  const auto totals = client.get("/v1/gateway/records?limit=1").json().at("totals");
  if (totals.at("captured_twice").size() != 0) fault("paid twice: " + totals.text());

  std::set<std::string> periods;
  std::map<std::string, std::string> ends;  // of each subscription, so far
  auto invoices = rows_of(client, "/v1/invoices?limit=1000");
  std::ranges::sort(invoices, {}, [](const Json& one) { return one.at("period_start").text(); });
  for (const auto& invoice : invoices) {
    const bool paid = invoice.at("status") == "paid";
    if (captured[invoice.at("id").text()] != (paid ? 1 : 0)) {
      fault("captured " + std::to_string(captured[invoice.at("id").text()]) +
            " times: " + invoice.text());
    }
    const auto subscription = invoice.at("subscription_id").text();
    const auto start = invoice.at("period_start").text();
    if (!periods.insert(subscription + start).second) fault("billed twice: " + invoice.text());
    const auto end = ends.find(subscription);
    if (end != ends.end() && end->second != start) fault("a gap before: " + invoice.text());
    ends[subscription] = invoice.at("period_end").text();
  }

  for (const auto& series : client.get("/v1/invoices/number_gaps").json().at("series").elements()) {
    if (series.at("missing").size() != 0) fault("numbers are missing: " + series.text());
  }
  const auto balance = client.get("/v1/ledger/trial_balance?as_of=9999-12-31").json();
  std::map<std::string, std::int64_t> sums;
  for (const auto& account : balance.at("accounts").elements()) {
    sums[account.at("currency").text()] += account.at("balance_minor").number();
  }
  for (const auto& [currency, sum] : sums) {
    if (sum != 0) fault("the ledger is off by " + std::to_string(sum) + " " + currency);
  }
  if (sums.empty()) fault("nothing was booked: " + balance.text());
  return faults;
}

void advance_clock(Client& client, const std::string& to) {
  const auto begun =
      must(client.post("/v1/billing/clock/advance", bj::object{{"to", to}})).at("id");
  const auto deadline = std::chrono::steady_clock::now() + lapse_max;
  for (;;) {
    const auto run = must(client.get("/v1/billing/runs/" + begun));
    if (run.at("status") == "finished") return;
    if (run.at("status") == "failed" || std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("time does not pass: " + run.text);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

std::vector<Json> rows_of(Client& client, const std::string& path) {
  const auto page = must(client.get(path)).json();
  if (page.at("has_more") == "true") throw std::runtime_error("more than a page: " + path);
  return page.at("data").elements();
}

}  // namespace e2e
