#include <tests/simulation/model.hpp>

#include <algorithm>
#include <set>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/change.hpp>
#include <adapters/json/user/user_json.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

template <class State>
Expected<State> refused(const char* code) {
  return {.refusal = code};
}

// The next version of a user, or nothing to do where it is as it was.
Expected<UserState> changed(const char* type, const UserState& before, UserState after,
                            shared::Instant at) {
  if (after == before) return {};
  ++after.version;
  after.updated_at = at;
  return {.event_type = type, .after = std::move(after)};
}

template <class State>
std::optional<State> after_of(const sync::Event& event) {
  auto state = json::read_after<State>(event.payload);
  require(state.has_value(), 4, "an event that cannot be read at " + std::to_string(event.offset));
  return *state;
}

template <class State>
void keep(std::map<std::string, State>& in, const std::string& key, std::optional<State> after) {
  if (after) {
    in[key] = std::move(*after);
  } else {
    in.erase(key);
  }
}

std::string text_in(const std::map<std::string, std::string>& texts, const std::string& key) {
  const auto found = texts.find(key);
  return found == texts.end() ? std::string{} : found->second;
}

}  // namespace

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::optional<Expected<UserState>> UserModel::decide(const Wish& wish,
                                                    const Attempt& attempt) const {
  if (wish.verb == Verb::register_user) return add(wish, attempt);
  if (wish.verb == Verb::change_email && wish.email == invalid_email) {
    return refused<UserState>("user.email_invalid");
  }
  const auto found = users_.find(shared::prefixed("usr_", wish.user));
  if (found == users_.end()) return refused<UserState>("user.not_found");
  const auto& user = found->second;
  if (wish.expected_version && *wish.expected_version != user.version) {
    return refused<UserState>("user.version_mismatch");
  }
  UserState after = user;
  switch (wish.verb) {
    case Verb::change_email:
      if (taken(wish.email, user.id)) return refused<UserState>("user.email_taken");
      after.email = wish.email;
      return changed("user.email_changed", user, std::move(after), attempt.at);
    case Verb::update_profile:
      after.display_name = wish.display_name.value_or(after.display_name);
      after.locale = wish.locale.value_or(after.locale);
      after.time_zone = wish.time_zone.value_or(after.time_zone);
      return changed("user.profile_updated", user, std::move(after), attempt.at);
    case Verb::deactivate:
      after.status = "inactive";
      return changed("user.deactivated", user, std::move(after), attempt.at);
    case Verb::reactivate:
      after.status = "active";
      return changed("user.reactivated", user, std::move(after), attempt.at);
    default:
      return Expected<UserState>{.event_type = "user.deleted"};
  }
}

Expected<UserState> UserModel::add(const Wish& wish, const Attempt& attempt) const {
  if (wish.email == invalid_email) return refused<UserState>("user.email_invalid");
  if (taken(wish.email, "")) return refused<UserState>("user.email_taken");
  UserState user;
  user.id = shared::prefixed("usr_", attempt.new_id);
  user.email = wish.email;
  user.display_name = wish.display_name.value_or("");
  user.locale = wish.locale.value_or("en");
  user.time_zone = wish.time_zone.value_or("UTC");
  user.status = "active";
  user.version = 1;
  user.created_at = user.updated_at = attempt.at;
  return {.event_type = "user.registered", .after = std::move(user)};
}

bool UserModel::taken(const std::string& email, const std::string& by_other_than) const {
  return std::ranges::any_of(users_, [&](const auto& entry) {
    return entry.first != by_other_than && lower_case(entry.second.email) == lower_case(email);
  });
}

void UserModel::apply(const sync::Event& event) { keep(users_, event.key, state(event)); }

std::optional<UserState> UserModel::state(const sync::Event& event) {
  return after_of<UserState>(event);
}

bool UserModel::answers(const Wish&, const std::string& event_type) {
  return event_type.starts_with("user.");
}

std::optional<Expected<ProfileState>> BillingModel::decide(const Wish& wish,
                                                           const Attempt&) const {
  if (wish.verb != Verb::set_billing_profile) return std::nullopt;
  const auto id = shared::prefixed("cus_", wish.user);
  const auto found = profiles_.find(id);
  const std::int64_t version = found == profiles_.end() ? 0 : found->second.version;
  if (wish.expected_version && *wish.expected_version != version) {
    return refused<ProfileState>("billing.version_mismatch");
  }
  if (wish.currency == invalid_currency) return refused<ProfileState>("billing.currency_unknown");
  if (version == 0 && !wish.currency) return refused<ProfileState>("billing.currency_required");
  ProfileState after;
  after.id = id;
  after.user_id = shared::prefixed("usr_", wish.user);
  if (version != 0) after = found->second;
  const bool same_texts = (!wish.tax_id || *wish.tax_id == tax_id(id)) &&
                          (!wish.payment_method || *wish.payment_method == payment_method(id));
  const auto currency = wish.currency.value_or(after.currency);
  if (currency != after.currency && pays_in_another(id, currency)) {
    return refused<ProfileState>("billing.currency_in_use");
  }
  if (version != 0 && same_texts && currency == after.currency) return Expected<ProfileState>{};
  after.currency = currency;
  if (wish.tax_id) after.has_tax_id = !wish.tax_id->empty();
  if (wish.payment_method) after.has_payment_method = !wish.payment_method->empty();
  ++after.version;
  return Expected<ProfileState>{
      .event_type = version == 0 ? "billing.profile_opened" : "billing.profile_changed",
      .after = std::move(after)};
}

bool BillingModel::pays_in_another(const std::string& key, const std::string& currency) const {
  return std::ranges::any_of(story.subscriptions, [&](const auto& entry) {
    const auto& is = entry.second;
    const bool live = is.status != "canceled" && is.status != "incomplete_expired";
    return live && is.customer_id == key && is.currency != currency;
  });
}

bool BillingModel::answers(const Wish& wish, const std::string& event_type) {
  static const std::map<Verb, std::set<std::string>> answers{
      {Verb::set_billing_profile, {"billing.profile_opened", "billing.profile_changed"}},
      {Verb::create_product, {"billing.product_created"}},
      {Verb::archive_product, {"billing.product_archived"}},
      {Verb::create_price, {"billing.price_created"}},
      {Verb::revise_price, {"billing.price_created"}},
      {Verb::archive_price, {"billing.price_archived"}},
      {Verb::subscribe, {"billing.subscription_created"}},
      {Verb::cancel, {"billing.subscription_canceled", "billing.subscription_cancel_scheduled"}},
      {Verb::keep, {"billing.subscription_cancel_revoked"}},
      {Verb::finalize, {"billing.invoice_finalized", "billing.invoice_paid"}},
      {Verb::void_invoice, {"billing.invoice_voided"}},
      {Verb::give_up, {"billing.invoice_uncollectible"}},
      {Verb::pay, {"billing.payment_started"}},
      {Verb::record_payment, {"billing.payment_succeeded"}},
      {Verb::advance_clock, {"billing.clock_advanced"}}};
  const auto found = answers.find(wish.verb);
  return found != answers.end() && found->second.contains(event_type);
}

std::optional<ProfileState> BillingModel::state(const sync::Event& event) {
  return after_of<ProfileState>(event);
}

void BillingModel::apply(const sync::Event& event) {
  if (event.aggregate_type != billing::events::billing_profile_aggregate) return story.apply(event);
  keep(profiles_, event.key, state(event));
  if (!event.removes) return;
  tax_ids_.erase(event.key);
  payment_methods_.erase(event.key);
}

std::string BillingModel::tax_id(const std::string& key) const { return text_in(tax_ids_, key); }

std::string BillingModel::payment_method(const std::string& key) const {
  return text_in(payment_methods_, key);
}

void BillingModel::note(const Wish& wish) {
  const auto key = shared::prefixed("cus_", wish.user);
  if (wish.tax_id) tax_ids_[key] = *wish.tax_id;
  if (wish.payment_method) payment_methods_[key] = *wish.payment_method;
}

}  // namespace sim
