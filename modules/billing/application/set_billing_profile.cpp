#include <billing/application/set_billing_profile.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <ports/billing/profile_state.hpp>

#include <billing/application/found.hpp>

namespace billing {
namespace {

using Command = SetBillingProfile::Command;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// A token of the gateway, or nothing. What looks like a card's number is refused, so that none is
// ever kept.
bool is_payment_method(std::string_view text) {
  constexpr std::size_t characters_max = 200;
  constexpr std::size_t card_digits_min = 12;
  constexpr std::size_t card_digits_max = 19;
  const bool all_digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const bool card = all_digits && text.size() >= card_digits_min && text.size() <= card_digits_max;
  return text.size() <= characters_max && !card && std::ranges::all_of(text, [](char c) {
           return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.';
         });
}

shared::Result<std::optional<TaxId>> tax_id_of(const std::string& text) {
  if (text.empty()) return std::optional<TaxId>{};
  auto tax_id = TaxId::parse(text);
  if (!tax_id) return shared::refuse(tax_id.error());
  return std::optional<TaxId>{std::move(*tax_id)};
}

shared::Result<std::optional<Address>> address_of(const std::optional<Address>& said) {
  if (!said) return std::optional<Address>{};
  auto address = Address::parse(*said);
  if (!address) return shared::refuse(address.error());
  return std::optional<Address>{std::move(*address)};
}

shared::Result<BillingProfile::Words> words_of(const Command& command) {
  BillingProfile::Words words;
  if (command.currency) {
    auto currency = Currency::parse(*command.currency);
    if (!currency) return shared::refuse(currency.error());
    words.currency = std::move(*currency);
  }
  if (command.tax_id) {
    auto tax_id = tax_id_of(*command.tax_id);
    if (!tax_id) return shared::refuse(tax_id.error());
    words.tax_id = std::move(*tax_id);
  }
  if (command.address) {
    auto address = address_of(*command.address);
    if (!address) return shared::refuse(address.error());
    words.address = std::move(*address);
  }
  if (command.payment_method && !is_payment_method(*command.payment_method)) {
    return shared::refuse(errors::payment_method_invalid());
  }
  words.payment_method = command.payment_method;
  return words;
}

BillingProfile opened_with(const CustomerId& id, BillingProfile::Words words) {
  return BillingProfile{{.id = id,
                         .version = 1,
                         .currency = std::move(*words.currency),
                         .tax_id = std::move(words.tax_id).value_or(std::nullopt),
                         .address = std::move(words.address).value_or(std::nullopt),
                         .payment_method = std::move(words.payment_method).value_or("")}};
}

}  // namespace

void SetBillingProfile::want(const Command& command) const {
  ports_.user_replica.want(command.id);
  ports_.profiles.want(command.id);
  ports_.subscriptions_of_customer.want(command.id);
}

shared::Result<SetBillingProfile::Unchanged> SetBillingProfile::operator()(
    const Command& command) const {
  if (!ports_.user_replica.find(command.id)) return shared::refuse(errors::customer_not_found());
  auto profile = ports_.profiles.find(command.id);
  const std::int64_t version = profile ? profile->fields().version : 0;
  if (command.expected_version && *command.expected_version != version) {
    return shared::refuse(errors::version_mismatch());
  }
  auto words = words_of(command);
  if (!words) return shared::refuse(words.error());
  if (words->currency && paid_in_another(command.id, *words->currency)) {
    return shared::refuse(errors::currency_in_use());
  }

  if (!profile) {
    if (!words->currency) return shared::refuse(errors::currency_required());
    const auto opened = opened_with(command.id, std::move(*words));
    ports_.profiles.put(opened);
    ports_.outbox.append(events::BillingProfileOpened{.after = state_of(opened)});
    return Unchanged{};
  }
  auto before = state_of(*profile);
  if (!profile->change(std::move(*words))) return before;
  ports_.profiles.put(*profile);
  ports_.outbox.append(
      events::BillingProfileChanged{.after = state_of(*profile), .before = std::move(before)});
  return Unchanged{};
}

bool SetBillingProfile::paid_in_another(const CustomerId& id, const Currency& currency) const {
  const auto live = ports_.subscriptions_of_customer.find(id);
  return std::ranges::any_of(live, [&](const Subscription& subscription) {
    return subscription.fields().unit.currency != currency;
  });
}

}  // namespace billing
