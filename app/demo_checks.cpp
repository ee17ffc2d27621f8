#include <app/demo_checks.hpp>

#include <boost/json.hpp>

#include <app/demo_interrupt.hpp>

namespace app::demo {
namespace {

namespace bj = boost::json;

// Both are named by the same 26 letters behind their prefix, and listed in their order.
std::string letters(const bj::object& object) { return text_of(object, "id").substr(4); }

bool same(const bj::object& user, const bj::object& customer) {
  return user.at("version") == customer.at("user_version") &&
         user.at("email") == customer.at("email") &&
         user.at("display_name") == customer.at("display_name") &&
         user.at("status") == customer.at("status");
}

void count_user(const bj::object& user, const Ledger& ledger, Agreement& all) {
  ++all.users;
  const auto found = ledger.registered.find(text_of(user, "email"));
  if (found == ledger.registered.end()) return;
  all.registered_found += found->second == text_of(user, "id") ? 1U : 0U;
}

void count_customer(const bj::object& customer, const Ledger& ledger, Agreement& all) {
  ++all.customers;
  const auto found = ledger.currencies.find(text_of(customer, "user_id"));
  if (found == ledger.currencies.end()) return;
  const bool once = number_of(customer, "version") == 1;
  all.currencies_found += once && found->second == text_of(customer, "currency") ? 1U : 0U;
}

}  // namespace

Agreement compare(Client& client, const Ledger& ledger) {
  Agreement all;
  Pages users{client, "/v1/users"};
  Pages customers{client, "/v1/customers"};
  auto user = users.next();
  auto customer = customers.next();
  while (user || customer) {
    Interrupt::check();
    const bool user_alone = user && (!customer || letters(*user) < letters(*customer));
    const bool customer_alone = customer && (!user || letters(*customer) < letters(*user));
    if (user_alone || customer_alone || !same(*user, *customer)) {
      all.unlike.push_back("usr_" + letters(customer_alone ? *customer : *user));
    } else {
      ++all.equal;
    }
    if (!customer_alone) {
      count_user(*user, ledger, all);
      user = users.next();
    }
    if (!user_alone) {
      count_customer(*customer, ledger, all);
      customer = customers.next();
    }
  }
  return all;
}

LogCount count_log(Client& client, const std::string& log) {
  LogCount count;
  std::string after;
  for (bool more = true; more;) {
    Interrupt::check();
    http::Fields query{{"log", log}, {"limit", "1000"}};
    if (!after.empty()) query.emplace_back("after", after);
    const auto page = client.get("/v1/events", std::move(query));
    for (const auto& value : page.body.at("data").as_array()) {
      const auto& event = value.as_object();
      ++count.events;
      count.dense = count.dense && text_of(event, "sequence") == std::to_string(count.events);
      count.registrations += text_of(event, "type") == "user.registered" ? 1U : 0U;
    }
    after = text_of(page.body, "next");
    more = page.body.at("has_more").as_bool();
  }
  return count;
}

}  // namespace app::demo
