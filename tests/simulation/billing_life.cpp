#include <tests/simulation/billing_life.hpp>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/write.hpp>

namespace sim {
namespace {

constexpr std::size_t page_customers = 1000;

}  // namespace

BillingLife::BillingLife(const Surroundings& surroundings, sync::Follower::Limits limits)
    : Life{surroundings, {"billing-follows-user", "user/0"}, limits},
      user_replica_{writer_},
      profiles_{writer_},
      views_{reader_},
      unit_{assemble({&user_replica_, &profiles_})},
      outbox_{unit_},
      module_{{user_replica_, profiles_, outbox_}},
      handler_{module_.keep_user_replica},
      reaction_{module_.close_profile_of_deleted_user} {
  follow(handler_, &reaction_);
}

sync::Command BillingLife::command(const Wish& wish, const Attempt&) {
  const billing::SetBillingProfile::Command input{billing::CustomerId{wish.user},
                                                  wish.expected_version, wish.currency,
                                                  wish.tax_id};
  sync::Command command;
  command.want = [this, input] { module_.set_billing_profile.want(input); };
  command.decide = [this, input]() -> shared::Result<std::string> {
    const auto result = module_.set_billing_profile(input);
    if (!result) return shared::refuse(result.error());
    std::string text;
    if (*result) json::write(text, **result);
    return text;
  };
  return command;
}

std::map<std::string, Row> BillingLife::rows(const std::vector<std::string>&) {
  std::map<std::string, Row> rows;
  for (const auto& customer : customers()) {
    rows.emplace(customer.user_id,
                 Row{customer.user_version,
                     customer.email + '|' + customer.display_name + '|' + customer.status});
  }
  return rows;
}

std::vector<billing::CustomerView> BillingLife::customers() {
  std::vector<billing::CustomerView> all;
  std::optional<billing::CustomerId> after;
  for (bool more = true; more;) {
    const auto page = views_.page(after, page_customers);
    more = page.has_more;
    all.insert(all.end(), page.customers.begin(), page.customers.end());
    if (!all.empty()) after = billing::CustomerId::parse(all.back().id);
  }
  return all;
}

}  // namespace sim
