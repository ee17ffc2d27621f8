#include <adapters/json/billing/json_billing_outbox.hpp>

#include <variant>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/change.hpp>

namespace json {

namespace events = billing::events;

void JsonBillingOutbox::append(const events::BillingEvent& event) {
  outbox_.append(std::visit(
      [](const auto& said) {
        return to_draft(said, events::billing_profile_aggregate,
                        events::billing_profile_schema_version);
      },
      event));
}

}  // namespace json
