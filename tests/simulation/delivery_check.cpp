#include <tests/simulation/delivery_check.hpp>

#include <algorithm>
#include <utility>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

using webhook::Delivery;
using webhook::DeliveryStatus;

// What a receiver reads of an event, but for the moment, which comes first.
std::string body_of(const sync::Event& event, const std::string& log) {
  return R"(,"id":")" + shared::to_text(event.id) + R"(","log":")" + log + R"(","offset":)" +
         std::to_string(event.offset) + R"(,"object":")" + event.key + R"(","sequence":)" +
         std::to_string(event.version) + (event.removes ? R"(,"deleted":true)" : "") +
         R"(,"data":)" + (event.removes ? before_text(event) : after_text(event)) + '}';
}

}  // namespace

DeliveryCheck::DeliveryCheck(const EndpointStory& story, const std::deque<Receiver>& receivers,
                             const Subscribers& subscribers, Logs logs)
    : story_{story}, subscribers_{subscribers}, logs_{std::move(logs)} {
  for (const auto& receiver : receivers) receivers_.emplace(receiver.id, &receiver);
  for (const auto& [log, told] : logs_) find_due(log, told);
}

void DeliveryCheck::find_due(const std::string& log, const Told& told) {
  std::set<sync::Offset> waiting;
  for (const auto& queue : told.copy.queues) {
    for (const auto& event : queue) waiting.insert(event.offset);
  }
  auto& due = due_[log];
  for (const auto& event : told.history->events) {
    if (event.offset > told.copy.state->offset) break;
    if (waiting.contains(event.offset)) continue;
    const auto taken = told.taken_at->find(event.offset);
    require(taken != told.taken_at->end(), 6,
            log + " is followed beyond " + std::to_string(event.offset) + ", which nobody took");
    for (const auto& [id, receiver] : receivers_) {
      if (!story_.wants(id, event.type, taken->second)) continue;
      due.emplace(std::pair{id, static_cast<std::int64_t>(event.offset)}, taken->second);
    }
  }
}

void DeliveryCheck::check_event(const Delivery& delivery, const Told& told) const {
  const auto& is = delivery.fields();
  const auto& event = told.history->events.at(static_cast<std::size_t>(is.offset) - 1);
  require(shared::to_text(event.id) == is.message_id && event.type == is.type &&
              event.key == is.object && event.version == is.sequence,
          5, "a delivery of another event than it says: " + is.message_id);
  const auto& receiver = *receivers_.at(is.endpoint);
  const auto heard = receiver.heard.find(is.message_id);
  if (heard == receiver.heard.end()) return;
  const auto& body = heard->second.body;
  require(body.starts_with(R"({"type":")" + event.type + R"(","timestamp":")") &&
              body.ends_with(body_of(event, is.log)),
          5, "what is said of " + is.message_id + " is not what happened: " + body);
}

void DeliveryCheck::check_state(const Delivery& delivery, sync::Offset not_before) const {
  const auto& is = delivery.fields();
  const auto& receiver = *receivers_.at(is.endpoint);
  const auto found = receiver.heard.find(is.message_id);
  const auto heard = found == receiver.heard.end() ? Receiver::Heard{} : found->second;
  const auto what = is.message_id + " to " + receiver.url;
  require(is.attempts <= heard.times, 6, "an attempt counts that was not made: " + what);
  switch (is.status) {
    case DeliveryStatus::pending:
      return;
    case DeliveryStatus::succeeded:
      return require(heard.confirmed, 1, "it counts as delivered, and nobody took it: " + what);
    case DeliveryStatus::failed:
      return require(heard.gone || is.attempts == Delivery::attempts_max, 14,
                     "it was given up too early: " + what);
    case DeliveryStatus::canceled:
      return require(story_.stopped_after(is.endpoint, not_before), 14,
                     "it was canceled although its endpoint was enabled: " + what);
  }
}

void DeliveryCheck::run(const std::vector<Delivery>& deliveries, bool ended) {
  auto promised = subscribers_.promised();
  for (const auto& delivery : deliveries) {
    const auto& is = delivery.fields();
    const auto what = is.message_id + " to " + is.endpoint.text();
    require(receivers_.contains(is.endpoint), 5, "nobody ever wanted " + what);
    require(!ended || !delivery.pending(), 14, "not delivered in the end: " + what);
    sync::Offset not_before = 0;
    if (const auto promise = promised.find(is.id); promise != promised.end()) {
      not_before = promise->second;
      promised.erase(promise);
    }
    const auto log = logs_.find(is.log);
    if (log != logs_.end()) {
      auto& due = due_.at(is.log);
      const auto found = due.find({is.endpoint, is.offset});
      require(found != due.end(), 6, "told twice, or of what was not wanted: " + what);
      not_before = std::max(not_before, found->second);
      due.erase(found);
      check_event(delivery, log->second);
    }
    check_state(delivery, not_before);
  }
  require(promised.empty(), 1, "a delivery that was promised is not there");
  for (const auto& [log, due] : due_) {
    require(due.empty(), 6,
            due.empty() ? ""
                        : due.begin()->first.first.text() + " is never told of " + log + " at " +
                              std::to_string(due.begin()->first.second));
  }
}

}  // namespace sim
