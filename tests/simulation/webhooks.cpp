#include <tests/simulation/webhooks.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include <tests/simulation/violation.hpp>

namespace sim {

namespace events = webhook::events;

Webhooks::Webhooks(Stage& stage, sync::Follower::Limits limits, Node& user, Node& billing)
    : stage_{stage},
      receivers_{stage.rng.split("receivers"), stage.tally, stage.trace},
      node_{stage, "webhook",
            [this, limits](const Surroundings& around) {
              return std::make_unique<WebhookLife>(around, limits, receivers_);
            }},
      subscribers_{stage, node_, receivers_} {
  node_.follows(user);
  node_.follows(billing);
  node_.on_start = [this] { look_at_taken(); };
  node_.on_applied = [this](const std::string& follower, const sync::Event& event) {
    taken(follower, event.offset);
  };
}

// What it took may be for somebody.
void Webhooks::taken(const std::string& follower, sync::Offset offset) {
  taken_at_[follower].try_emplace(offset, node_.head.offset);
  node_.wake_processes();
}

// What the last life took and could not tell any more was the last thing that it did.
void Webhooks::look_at_taken() {
  const Disk::Quiet quiet{node_.machine.disk};
  for (const auto* source : node_.sources()) {
    const auto log = source->machine.log();
    const auto copy = node_.life().follower_copy(log);
    if (!copy.state) continue;
    std::set<sync::Offset> waiting;
    for (const auto& queue : copy.queues) {
      for (const auto& event : queue) waiting.insert(event.offset);
    }
    auto& taken_at = taken_at_[follower_name(node_.machine.module, log)];
    for (sync::Offset offset = 1; offset <= copy.state->offset; ++offset) {
      if (!waiting.contains(offset)) taken_at.try_emplace(offset, node_.head.offset);
    }
  }
}

void Webhooks::calm() {
  receivers_.calm();
  subscribers_.finish();
}

bool Webhooks::at_rest() {
  const Disk::Quiet quiet{node_.machine.disk};
  return life().at_rest();
}

void Webhooks::pass_time() {
  if (!node_.up()) return;
  const Disk::Quiet quiet{node_.machine.disk};
  auto& clock = node_.machine.clock;
  const auto due = life().next_due();
  if (!due || *due <= clock.now()) return;
  clock.jump(std::chrono::duration_cast<std::chrono::milliseconds>(*due - clock.now()));
  node_.wake_processes();
}

void Webhooks::age() {
  // Its clock may have been that far ahead when they were settled.
  constexpr std::chrono::days ahead{60};
  node_.machine.clock.jump(webhook::ForgetDeliveries::keep + ahead);
  node_.stop();
}

bool Webhooks::forgotten() {
  if (!node_.up()) return false;
  const Disk::Quiet quiet{node_.machine.disk};
  return !life().keeps_old();
}

// The endpoints are what the log says, which is what somebody asked for, or what a receiver has
// led to; and all that was acknowledged is in it.
void Webhooks::check_log(const LogStory& story) {
  for (const auto& event : subscribers_.acknowledged()) {
    require(event.offset <= story.events.size() && story.events[event.offset - 1] == event, 1,
            "acknowledged, and not in the log: " + event.type + " of " + event.key);
  }
  for (const auto& event : story.events) {
    if (subscribers_.asked(event.causation_id)) continue;
    const auto& all = receivers_.all();
    const auto receiver = std::ranges::find_if(
        all, [&](const Receiver& each) { return each.id.text() == event.key; });
    require(node_.works.contains(event.causation_id) && receiver != all.end() &&
                event.type == events::EndpointDisabled::type,
            2, "nobody asked for " + event.type + " of " + event.key);
    const bool gone = event.payload.contains("410 Gone");
    require(!gone || receiver->left, 2, "disabled, and its receiver is there: " + event.key);
    if (!gone) stage_.count("webhook: disabled after five days");
  }
}

void Webhooks::check(const LogStory& story, const Histories& histories, bool ended) {
  check_log(story);
  const EndpointStory endpoints{story};
  std::map<std::string, EndpointState> stored;
  for (const auto& endpoint : life().endpoints()) {
    stored.emplace(endpoint.fields().id.text(), webhook::state_of(endpoint));
  }
  require(stored == endpoints.now(), 2, "the endpoints are not what the log says");
  DeliveryCheck::Logs logs;
  for (const auto& [log, history] : histories) {
    auto copy = life().follower_copy(log);
    if (!copy.state) continue;
    logs[log] = {history, std::move(copy), &taken_at_[follower_name(node_.machine.module, log)]};
  }
  const auto deliveries = life().deliveries();
  DeliveryCheck{endpoints, receivers_.all(), subscribers_, std::move(logs)}.run(deliveries, ended);
  if (!ended) return;
  for (const auto& delivery : deliveries) {
    stage_.count("webhook: in the end " + std::string{webhook::to_text(delivery.fields().status)});
  }
}

}  // namespace sim
