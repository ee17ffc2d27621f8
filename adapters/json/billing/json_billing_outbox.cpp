#include <adapters/json/billing/json_billing_outbox.hpp>

#include <string_view>
#include <variant>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/change.hpp>

namespace json {
namespace {

namespace events = billing::events;

constexpr int schema_version = 1;  // of all of them, so far

// Whose event it is, by the state that it says.
std::string_view type_of(const events::BillingProfileState&) {
  return events::billing_profile_aggregate;
}
std::string_view type_of(const events::ProductState&) { return events::product_aggregate; }
std::string_view type_of(const events::PriceState&) { return events::price_aggregate; }
std::string_view type_of(const events::SubscriptionState&) {
  return events::subscription_aggregate;
}
std::string_view type_of(const events::InvoiceState&) { return events::invoice_aggregate; }
std::string_view type_of(const events::PaymentState&) { return events::payment_aggregate; }
std::string_view type_of(const events::RecognitionState&) { return events::recognition_aggregate; }
std::string_view type_of(const events::ClockState&) { return events::clock_aggregate; }

template <class Event>
std::string_view aggregate_of(const Event& said) {
  if constexpr (requires { said.after; })
    return type_of(said.after);
  else
    return type_of(said.before);
}

}  // namespace

void JsonBillingOutbox::append(const events::BillingEvent& event) {
  outbox_.append(std::visit(
      [](const auto& said) { return to_draft(said, aggregate_of(said), schema_version); }, event));
}

}  // namespace json
