#include <adapters/json/user/json_user_outbox.hpp>

#include <variant>

#include <adapters/json/change.hpp>
#include <adapters/json/user/user_json.hpp>

namespace json {

namespace events = user::events;

void JsonUserOutbox::append(const events::UserEvent& event) {
  outbox_.append(std::visit(
      [](const auto& said) {
        return to_draft(said, events::user_aggregate, events::user_schema_version);
      },
      event));
}

void JsonUserOutbox::append(const events::ApiKeyEvent& event) {
  outbox_.append(std::visit(
      [](const auto& said) {
        return to_draft(said, events::api_key_aggregate, events::api_key_schema_version);
      },
      event));
}

}  // namespace json
