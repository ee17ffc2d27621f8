#include <webhook/application/settle_delivery.hpp>

#include <string_view>
#include <utility>

#include <ports/webhook/webhook_states.hpp>

namespace webhook {
namespace {

using enum Attempt::Outcome;

constexpr std::string_view gone_reason = "The receiver answered 410 Gone.";
constexpr std::string_view failing_reason = "No attempt has succeeded for five days.";

}  // namespace

void SettleDelivery::want(const Command& command) const {
  ports_.deliveries.want(command.id);
  if (const auto delivery = ports_.deliveries.find(command.id)) {
    ports_.endpoints.want(delivery->fields().endpoint);
  }
}

shared::Done SettleDelivery::operator()(const Command& command) const {
  auto delivery = ports_.deliveries.find(command.id);
  if (!delivery || !delivery->pending()) return {};
  if (delivery->fields().attempts != command.attempts_before) return {};

  auto endpoint = ports_.endpoints.find(delivery->fields().endpoint);
  const bool cancels = command.attempt.outcome == canceled;
  // Enabled again since the courier looked: it is sent after all.
  if (cancels && endpoint && endpoint->fields().enabled) return {};
  const bool stale = endpoint && endpoint->fields().version != command.endpoint_version;
  auto attempt = command.attempt;
  if (stale && attempt.outcome == gone) attempt.outcome = failed;
  delivery->attempted(attempt, command.at);
  ports_.deliveries.put(*delivery);
  if (endpoint && !cancels && !stale) tell(std::move(*endpoint), command);
  return {};
}

// The endpoint learns how it went.
void SettleDelivery::tell(Endpoint endpoint, const Command& command) const {
  const auto before = endpoint;
  endpoint.forget_past_secret(command.at);
  bool disabled = false;
  if (command.attempt.outcome == succeeded) {
    endpoint.succeeded();
  } else {
    const bool too_long = endpoint.failed(command.at);
    if (command.attempt.outcome == gone) {
      disabled = endpoint.disable(gone_reason, command.at);
    } else if (too_long) {
      disabled = endpoint.disable(failing_reason, command.at);
    }
  }
  if (endpoint == before) return;
  ports_.endpoints.put(endpoint);
  if (!disabled) return;
  ports_.outbox.append(
      events::EndpointDisabled{.after = state_of(endpoint), .before = state_of(before)});
}

}  // namespace webhook
