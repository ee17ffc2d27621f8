#include <app/demo_subscribers.hpp>

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include <app/demo_interrupt.hpp>

namespace app::demo {
namespace {

namespace bj = boost::json;

constexpr std::array<Group, 9> groups{{
    {.size = 1, .method = "sim_timeout_charged"},
    {.size = 1, .method = "sim_late"},
    {.size = 1, .method = "sim_double"},
    {.size = 6, .method = "sim_declined"},
    {.size = 9, .method = "sim_ok", .later = "sim_insufficient_funds"},
    {.size = 4, .method = "sim_ok", .later = "sim_declines_once"},
    {.size = 12, .method = "sim_ok", .trial_days = 14},
    {.size = 30, .method = "sim_ok", .yearly = true},
    {.size = 0, .method = "sim_ok"},
}};

std::string created(Client& client, const std::string& path, const bj::object& body) {
  return text_of(client.send("POST", path, body).body, "id");
}

}  // namespace

Subscribers::Subscribers(const std::vector<std::string>& users)
    : users_(users.begin(),
             users.begin() + static_cast<std::ptrdiff_t>(std::min(users.size(), wanted))) {}

const Group& Subscribers::group_of(std::size_t at) const {
  for (const auto& group : groups) {
    if (group.size == 0 || at < group.size) return group;
    at -= group.size;
  }
  return groups.back();
}

std::string Subscribers::token(const char* method, std::size_t at) {
  return std::string{method} + ".card-" + std::to_string(at);
}

void Subscribers::open_shop(Client& client) {
  const auto product =
      created(client, "/v1/products",
              {{"name", "Cleave Pro"}, {"entitlements", bj::array{"reports", "priority_support"}}});
  monthly_ = created(client, "/v1/prices",
                     {{"product_id", product},
                      {"currency", "eur"},
                      {"interval", "month"},
                      {"unit_amount_minor", 2900}});
  yearly_ = created(client, "/v1/prices",
                    {{"product_id", product},
                     {"currency", "usd"},
                     {"interval", "year"},
                     {"unit_amount_minor", 29900}});
}

void Subscribers::subscribe(Client& client, const std::function<void(std::size_t)>& step) {
  for (std::size_t at = 0; at < users_.size(); ++at) {
    Interrupt::check();
    const auto& group = group_of(at);
    const auto& user = users_[at];
    client.send(
        "PATCH", "/v1/customers/" + customer_of(user),
        {{"currency", group.yearly ? "usd" : "eur"}, {"payment_method", token(group.method, at)}});
    client.send("POST", "/v1/subscriptions",
                {{"user_id", user},
                 {"price_id", group.yearly ? yearly_ : monthly_},
                 {"trial_days", group.trial_days}},
                "demo-subscribe-" + user);
    step(at + 1);
  }
}

void Subscribers::change_cards(Client& client) {
  for (std::size_t at = 0; at < users_.size(); ++at) {
    const std::string later = group_of(at).later;
    if (later.empty()) continue;
    client.send("PATCH", "/v1/customers/" + customer_of(users_[at]),
                {{"payment_method", token(later.c_str(), at)}});
  }
}

std::vector<std::string> Subscribers::users_where(
    const std::function<bool(const Group&)>& holds) const {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < users_.size(); ++at) {
    if (holds(group_of(at))) found.push_back(users_[at]);
  }
  return found;
}

std::vector<std::string> Subscribers::users_of(const std::string& method) const {
  return users_where(
      [&method](const Group& group) { return method == group.method || method == group.later; });
}

std::vector<std::string> Subscribers::on_trial() const {
  return users_where([](const Group& group) { return group.trial_days > 0; });
}

std::vector<std::string> Subscribers::by_the_year() const {
  return users_where([](const Group& group) { return group.yearly; });
}

}  // namespace app::demo
