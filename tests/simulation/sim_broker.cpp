#include <tests/simulation/sim_broker.hpp>

#include <vector>

#include <sync/application/encoding.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

using Kind = sync::StreamFailure::Kind;

sync::StreamFailure gone() { return {Kind::away, "there is no connection"}; }

// As the messages say it: the commit's sums stand on its last event alone.
std::vector<nats::CarriedEvent> carried_of(std::span<const sync::Commit> commits,
                                           sync::Offset after) {
  std::vector<nats::CarriedEvent> all;
  for (const auto& commit : commits) {
    for (const auto& event : commit.events) {
      if (event.offset <= after) continue;
      const bool last = event.offset == commit.last();
      all.push_back({event, commit.epoch, commit.first(), commit.last(),
                     last ? commit.chain : sync::Hash256{}, last ? commit.roots : sync::Roots{}});
    }
  }
  return all;
}

}  // namespace

std::optional<sync::StreamEnd> SimBroker::end(const std::string& log) {
  if (away_) return std::nullopt;
  const auto& stream = streams_[log];
  sync::StreamEnd end{stream.last, std::nullopt};
  if (!stream.messages.empty()) {
    const auto& is = stream.messages.back().carried;
    end.mark = {is.epoch, is.event.offset, is.commit_first, is.event.id};
  }
  return end;
}

std::expected<void, sync::StreamFailure> SimBroker::publish(const std::string& log,
                                                            std::uint64_t sequence,
                                                            std::span<const sync::Commit> commits,
                                                            sync::Offset after) {
  for (const auto& commit : commits) {
    frames_.try_emplace(sync::to_hex(commit.chain),
                        sync::encode_frame(log, commit, sync::encode(commit.events)));
  }
  if (away_) return std::unexpected(gone());
  if (rng_.chance(faults.full_percent, 100)) {
    ++counters_.full;
    return std::unexpected(sync::StreamFailure{Kind::full, "no room"});
  }
  auto messages = carried_of(commits, after);
  if (!rng_.chance(faults.lost_acks_percent, 100)) {
    for (const auto& message : messages) {
      if (!accept(log, sequence++, message)) {
        return std::unexpected(sync::StreamFailure{Kind::moved, "the stream ends elsewhere"});
      }
    }
    return {};
  }
  const auto in_time = rng_.below(messages.size() + 1);
  const bool lost = rng_.coin();
  for (std::size_t i = 0; i < messages.size(); ++i, ++sequence) {
    if (i < in_time) {
      static_cast<void>(accept(log, sequence, messages[i]));
    } else if (!lost) {
      const auto wait = std::chrono::microseconds{
          rng_.below(static_cast<std::uint64_t>(faults.late_max.count()) + 1)};
      scheduler_.after(wait, 0, [this, log, sequence, message = std::move(messages[i])] {
        ++counters_.late;
        if (!away_ && accept(log, sequence, message)) ++counters_.late_taken;
      });
    }
  }
  return std::unexpected(sync::StreamFailure{Kind::away, "no answer to what was published"});
}

bool SimBroker::accept(const std::string& log, std::uint64_t expected,
                       const nats::CarriedEvent& carried) {
  const auto found = streams_.find(log);
  if (found == streams_.end() || found->second.last != expected) {
    ++counters_.refused;
    return false;
  }
  auto& stream = found->second;
  if (dense_ && !stream.messages.empty()) {
    const auto last = stream.messages.back().carried.event.offset;
    require(carried.event.offset == last + 1, 11,
            "the stream of " + log + " goes on at " + std::to_string(carried.event.offset) +
                " behind " + std::to_string(last));
  }
  stream.messages.push_back({++stream.last, carried});
  if (stream.messages.size() > messages_max) stream.messages.pop_front();
  std::vector<Consumer> reading;
  for (const auto& [consumer, is] : consumers_) {
    if (is.log == log) reading.push_back(consumer);
  }
  for (const auto consumer : reading) feed(consumer);
  return true;
}

std::optional<nats::StreamState> SimBroker::state(const std::string& log) const {
  const auto found = streams_.find(log);
  if (found == streams_.end()) return std::nullopt;
  const auto& [messages, last] = found->second;
  return nats::StreamState{messages.empty() ? last + 1 : messages.front().sequence, last,
                           messages.size()};
}

std::optional<nats::JetStream::PlacedEvent> SimBroker::last_event(const std::string& log) const {
  const auto found = streams_.find(log);
  if (found == streams_.end() || found->second.messages.empty()) return std::nullopt;
  const auto& message = found->second.messages.back();
  return nats::JetStream::PlacedEvent{message.sequence, message.carried};
}

SimBroker::Consumer SimBroker::consume(const std::string& log, std::uint64_t sequence,
                                       Listener& listener) {
  const auto consumer = ++made_;
  auto& reading = consumers_[consumer];
  reading.log = log;
  reading.listener = &listener;
  reading.next = sequence;
  feed(consumer);
  return consumer;
}

void SimBroker::feed(Consumer consumer) {
  auto& reading = consumers_.at(consumer);
  const auto& stream = streams_[reading.log];
  if (away_ || reading.stuck || stream.messages.empty()) return;
  for (const auto& [sequence, carried] : stream.messages) {
    if (sequence < reading.next) continue;
    reading.next = sequence + 1;
    const nats::Pushed at{sequence, ++reading.pushed};
    if (rng_.chance(faults.pushes.drop_percent, 100)) {
      ++counters_.lost;
      continue;
    }
    Push push{at, carried};
    if (rng_.chance(faults.pushes.damage_percent, 100)) {
      ++counters_.damaged;
      if (faults.alters) {
        ++counters_.altered;
        push.carried->event.payload += ' ';
      } else {
        push.carried.reset();
      }
    }
    if (rng_.chance(faults.pushes.repeat_percent, 100)) {
      ++counters_.repeated;
      send(consumer, reading, push);
      if (rng_.coin()) push.at.consumer_sequence = ++reading.pushed;  // it counts as another
    }
    send(consumer, reading, std::move(push));
  }
}

void SimBroker::send(Consumer consumer, Reading& reading, Push push) {
  auto& queue = reading.on_the_way;
  if (!queue.empty() && rng_.chance(faults.pushes.reorder_percent, 100)) {
    ++counters_.reordered;
    queue.insert(queue.begin() + static_cast<std::ptrdiff_t>(rng_.below(queue.size())),
                 std::move(push));
  } else {
    queue.push_back(std::move(push));
  }
  std::chrono::microseconds delay{rng_.below(1000)};
  if (rng_.chance(faults.pushes.delay_percent, 100)) {
    const auto most = static_cast<std::uint64_t>(faults.pushes.delay_max.count());
    delay += std::chrono::microseconds{rng_.below(most + 1)};
  }
  scheduler_.after(delay, 0, [this, consumer] { arrive(consumer); });
}

// The next one on the way, whichever it is: one connection keeps the order of what it carries.
void SimBroker::arrive(Consumer consumer) {
  const auto found = consumers_.find(consumer);
  if (found == consumers_.end() || found->second.on_the_way.empty()) return;
  auto push = std::move(found->second.on_the_way.front());
  found->second.on_the_way.pop_front();
  found->second.listener->pushed(consumer, push.at, std::move(push.carried));
}

const std::string* SimBroker::frame_of(const sync::Hash256& chain) const {
  const auto found = frames_.find(sync::to_hex(chain));
  return found == frames_.end() ? nullptr : &found->second;
}

void SimBroker::restart() {
  away_ = true;
  consumers_.clear();
}

void SimBroker::wipe() {
  restart();
  dense_ = false;  // what is late may arrive in what comes after
  counters_.wiped += streams_.size();
  streams_.clear();
}

void SimBroker::come_back() {
  if (!std::exchange(away_, false)) return;
  for (const auto& [consumer, reading] : consumers_) feed(consumer);
}

void SimBroker::stick() {
  if (consumers_.empty()) return;
  auto at = consumers_.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(rng_.below(consumers_.size())));
  at->second.stuck = true;
  ++counters_.stuck;
}

std::expected<sync::StreamEnd, sync::StreamFailure> SimEventStream::end() {
  auto end = broker_.end(log_);
  if (!end) return std::unexpected(gone());
  return std::move(*end);
}

}  // namespace sim
