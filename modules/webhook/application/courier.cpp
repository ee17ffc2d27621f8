#include <webhook/application/courier.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include <shared/domain/planted_bug.hpp>

namespace webhook {
namespace {

using std::chrono::milliseconds;

// The endpoint was disabled after the delivery was queued, or is no more.
constexpr const char* disabled_text = "The endpoint was disabled before this could be sent.";
constexpr const char* deleted_text = "The endpoint was deleted before this could be sent.";

std::string unix_seconds(shared::Instant at) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

template <class UseCase>
shared::Work work_of(const UseCase& use_case, typename UseCase::Command input) {
  const auto command = std::make_shared<const typename UseCase::Command>(std::move(input));
  shared::Work work;
  work.want = [&use_case, command] { use_case.want(*command); };
  work.decide = [&use_case, command] { return use_case(*command); };
  return work;
}

}  // namespace

Attempt attempt_of(const Reply& reply) {
  using enum Attempt::Outcome;
  const auto code = reply.status;
  if (code == 0) {
    return {.outcome = SIM_BUG("silence_is_delivery") ? succeeded : failed, .error = reply.error};
  }
  if (code >= 200 && code < 300) return {.outcome = succeeded, .status_code = code, .error = {}};
  auto said = "The receiver answered " + std::to_string(code) + '.';
  if (code >= 300 && code < 400) said += " Redirects are not followed.";
  const bool asks_for_time = code == 429 || code == 503;
  return {.outcome = code == 410 ? gone : failed,
          .status_code = code,
          .error = std::move(said),
          .retry_after = asks_for_time ? reply.retry_after : std::nullopt};
}

milliseconds Courier::step() {
  settle_again();
  forget();
  auto waiting = parts_.due.endpoints_pending();
  if (waiting.empty()) return limits_.idle;
  std::ranges::sort(waiting);
  if (served_last_) {
    std::ranges::rotate(waiting, std::ranges::upper_bound(waiting, *served_last_));
  }
  const auto all = parts_.endpoints.all();
  auto wait = limits_.idle;
  for (const auto& id : waiting) wait = std::min(wait, serve(id, all));
  return wait;
}

milliseconds Courier::serve(const EndpointId& id, const std::vector<Endpoint>& all) {
  const auto found =
      std::ranges::find(all, id, [](const Endpoint& endpoint) { return endpoint.fields().id; });
  if (found == all.end()) return cancel_due(id, nullptr);
  return found->fields().enabled ? send_due(*found) : cancel_due(id, &*found);
}

milliseconds Courier::send_due(const Endpoint& endpoint) {
  const auto id = endpoint.fields().id;
  const auto mine = flights_to(id);
  const auto room =
      std::min(limits_.per_endpoint_max - std::min(mine, limits_.per_endpoint_max),
               limits_.in_flight_max - std::min(flights_.size(), limits_.in_flight_max));
  if (room == 0) return limits_.idle;
  const auto now = parts_.clock.now();
  std::size_t sent = 0;
  for (const auto& delivery : parts_.due.first_pending(id, mine + room)) {
    if (flights_.contains(delivery.fields().id)) continue;
    const auto next_at = delivery.fields().next_at.value_or(now);
    if (next_at > now) return std::min<milliseconds>(limits_.idle, next_at - now);
    if (sent++ == room) break;
    send(delivery, endpoint);
  }
  return limits_.idle;
}

// Of an endpoint that is no more, all is canceled; of one that is disabled, what comes due.
milliseconds Courier::cancel_due(const EndpointId& id, const Endpoint* disabled) {
  const auto mine = flights_to(id);
  if (mine >= limits_.canceling_max) return limits_.idle;
  const auto now = parts_.clock.now();
  for (const auto& delivery : parts_.due.first_pending(id, limits_.canceling_max)) {
    if (flights_.contains(delivery.fields().id)) continue;
    const auto next_at = delivery.fields().next_at.value_or(now);
    if (disabled != nullptr && next_at > now) {
      return std::min<milliseconds>(limits_.idle, next_at - now);
    }
    begin(delivery).ended = Attempt{.outcome = Attempt::Outcome::canceled,
                                    .status_code = delivery.fields().status_code,
                                    .error = disabled != nullptr ? disabled_text : deleted_text};
    settle(delivery.fields().id);
  }
  return limits_.idle;
}

std::size_t Courier::flights_to(const EndpointId& endpoint) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      flights_, [&](const auto& entry) { return entry.second.endpoint == endpoint; }));
}

Courier::Flight& Courier::begin(const Delivery& delivery) {
  const auto& is = delivery.fields();
  auto& flight = flights_[is.id];
  flight.endpoint = is.endpoint;
  flight.attempts_before = is.attempts;
  return flight;
}

void Courier::send(const Delivery& delivery, const Endpoint& endpoint) {
  const auto& is = delivery.fields();
  const auto now = parts_.clock.now();
  Message message{.url = endpoint.fields().url,
                  .id = is.message_id,
                  .timestamp = unix_seconds(now),
                  .signature = {},
                  .body = is.body};
  const auto text = message.id + '.' + message.timestamp + '.' + message.body;
  for (const auto& secret : endpoint.fields().secrets.signing(now)) {
    if (!message.signature.empty()) message.signature += ' ';
    message.signature += parts_.signer.sign(secret, text);
  }
  begin(delivery).endpoint_version = endpoint.fields().version;
  served_last_ = is.endpoint;
  parts_.transport.send(std::move(message),
                        [this, id = is.id](const Reply& reply) { arrived(id, reply); });
}

void Courier::arrived(const DeliveryId& id, const Reply& reply) {
  flights_.at(id).ended = attempt_of(reply);
  settle(id);
}

void Courier::settle(const DeliveryId& id) {
  auto& flight = flights_.at(id);
  flight.settling = true;
  auto work = work_of(parts_.settle_delivery, {.id = id,
                                               .attempts_before = flight.attempts_before,
                                               .endpoint_version = flight.endpoint_version,
                                               .attempt = *flight.ended,
                                               .at = parts_.clock.now()});
  work.ended = [this, id](const shared::Done& done) { settled(id, done); };
  parts_.works.submit(std::move(work));
}

void Courier::settled(const DeliveryId& id, const shared::Done& done) {
  auto& flight = flights_.at(id);
  flight.settling = false;
  if (!done) {
    flight.settle_at = parts_.clock.monotonic() + wait_after(done.error());
    return;
  }
  using enum Attempt::Outcome;
  const auto outcome = flight.ended->outcome;
  ++(outcome == succeeded  ? counts_.succeeded
     : outcome == canceled ? counts_.canceled
                           : counts_.failed);
  flights_.erase(id);
}

// What could not be written down is known here still: it is written down before it is sent again.
void Courier::settle_again() {
  const auto now = parts_.clock.monotonic();
  std::vector<DeliveryId> again;
  for (const auto& [id, flight] : flights_) {
    if (flight.ended && !flight.settling && flight.settle_at <= now) again.push_back(id);
  }
  for (const auto& id : again) settle(id);
}

milliseconds Courier::wait_after(const shared::Error& refusal) const {
  return refusal.kind == shared::ErrorKind::unavailable ? limits_.pause : limits_.rest;
}

void Courier::forget() {
  if (forgetting_ || parts_.clock.monotonic() < forget_at_) return;
  const auto before = parts_.clock.now() - ForgetDeliveries::keep;
  auto ids = parts_.due.settled_before(before, ForgetDeliveries::deliveries_max);
  if (ids.empty()) {
    forget_at_ = parts_.clock.monotonic() + limits_.forget_every;
    return;
  }
  forgetting_ = true;
  const auto count = std::ssize(ids);
  auto work = work_of(parts_.forget_deliveries, {.ids = std::move(ids), .settled_before = before});
  work.ended = [this, count](const shared::Done& done) {
    forgetting_ = false;
    if (done)
      counts_.forgotten += count;
    else
      forget_at_ = parts_.clock.monotonic() + wait_after(done.error());
  };
  parts_.works.submit(std::move(work));
}

}  // namespace webhook
