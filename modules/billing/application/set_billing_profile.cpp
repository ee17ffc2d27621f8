#include <billing/application/set_billing_profile.hpp>

#include <utility>

#include <ports/billing/profile_state.hpp>

#include <billing/domain/billing_errors.hpp>

namespace billing {
namespace {

using Command = SetBillingProfile::Command;

shared::Result<Currency> currency_of(const Command& command,
                                     const std::optional<BillingProfile>& profile) {
  if (command.currency) return Currency::parse(*command.currency);
  if (!profile) return shared::refuse(errors::currency_required());
  return profile->fields().currency;
}

shared::Result<std::optional<TaxId>> tax_id_of(const Command& command,
                                               const std::optional<BillingProfile>& profile) {
  if (!command.tax_id) return profile ? profile->fields().tax_id : std::optional<TaxId>{};
  if (command.tax_id->empty()) return std::optional<TaxId>{};
  auto tax_id = TaxId::parse(*command.tax_id);
  if (!tax_id) return shared::refuse(tax_id.error());
  return std::optional<TaxId>{std::move(*tax_id)};
}

}  // namespace

void SetBillingProfile::want(const Command& command) const {
  users_.want(command.id);
  profiles_.want(command.id);
}

shared::Result<SetBillingProfile::Unchanged> SetBillingProfile::operator()(
    const Command& command) const {
  if (!users_.find(command.id)) return shared::refuse(errors::customer_not_found());
  auto profile = profiles_.find(command.id);
  const std::int64_t version = profile ? profile->fields().version : 0;
  if (command.expected_version && *command.expected_version != version) {
    return shared::refuse(errors::version_mismatch());
  }
  auto currency = currency_of(command, profile);
  if (!currency) return shared::refuse(currency.error());
  auto tax_id = tax_id_of(command, profile);
  if (!tax_id) return shared::refuse(tax_id.error());

  if (!profile) {
    const BillingProfile opened{command.id, std::move(*currency), std::move(*tax_id)};
    profiles_.put(opened);
    outbox_.append(events::BillingProfileOpened{.after = state_of(opened)});
    return Unchanged{};
  }
  auto before = state_of(*profile);
  if (!profile->change(std::move(*currency), std::move(*tax_id))) return before;
  profiles_.put(*profile);
  outbox_.append(
      events::BillingProfileChanged{.after = state_of(*profile), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
