#include <adapters/nats/jetstream_delivery.hpp>

#include <algorithm>
#include <utility>

#include <adapters/nats/mailbox.hpp>
#include <adapters/nats/pushed.hpp>

namespace nats {
namespace {

using ms = std::chrono::milliseconds;

constexpr ms look_at_stop_every{100};

}  // namespace

// Reading: one consumer, from its making to its end.
class JetStreamDelivery::Reading {
 public:
  Reading(JetStreamDelivery& delivery, JetStream& jetstream)
      : delivery_(delivery),
        jetstream_(jetstream),
        inbox_(delivery.connection_.inbox("events")),
        mailbox_(jetstream.link(), inbox_, {}) {}

  bool begin(std::uint64_t sequence) {
    delivery_.reading_.begin(sequence, Clock::now());
    return jetstream_.consume(delivery_.log_, sequence, inbox_, delivery_.limits_.heartbeat)
        .has_value();
  }

  // False where this consumer is of no more use.
  bool step() {
    if (!delivery_.wait_for_room()) return true;
    const auto message = mailbox_.next(look_at_stop_every);
    if (!message) return false;
    const auto now = Clock::now();
    auto& reading = delivery_.reading_;
    if (*message != nullptr) {
      reading.heard(now);
      if (!take(message->get())) return false;
    } else if (reading.silent(now)) {
      return false;
    }
    if (!reading.look_due(now)) return true;
    const auto state = jetstream_.state(delivery_.log_);
    return state && !reading.left_behind(*state);
  }

 private:
  bool take(natsMsg* message) {
    if (keep_flowing(jetstream_.link(), message)) return true;
    const auto at = pushed(message);
    if (!at) return true;
    std::optional<std::string> frame;
    const auto taken =
        delivery_.reading_.take(*at, from_message(delivery_.log_, message), frame);
    if (frame) delivery_.put(std::move(*frame));
    if (taken == StreamReading::Taken::damaged) {
      const std::scoped_lock lock(delivery_.mutex_);
      ++delivery_.counters_.damaged;
    }
    return taken != StreamReading::Taken::lost;
  }

  JetStreamDelivery& delivery_;
  JetStream& jetstream_;
  const std::string inbox_;
  Mailbox mailbox_;
};

JetStreamDelivery::JetStreamDelivery(Connection& connection, std::string log, sync::Offset after,
                                     std::function<void()> wake, Limits limits)
    : connection_(connection),
      log_(std::move(log)),
      wake_(std::move(wake)),
      limits_(limits),
      reading_(log_, after, {limits.commit_bytes_max, limits.heartbeat, limits.look_every}),
      watch_(connection.watch([this](const Link&) { link_changed(); })),
      thread_([this] { run(); }) {}

JetStreamDelivery::~JetStreamDelivery() {
  watch_.reset();
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void JetStreamDelivery::run() {
  auto wait = limits_.retry_min;
  while (!stopping()) {
    const auto link = connection_.link();
    wait = link && consume(link) ? limits_.retry_min : std::min(wait * 2, limits_.retry_max);
    sleep(link ? wait : limits_.retry_max);
  }
  nats_ReleaseThreadMemory();
}

// Whether anything came of it.
bool JetStreamDelivery::consume(const Link& link) {
  JetStream jetstream(link);
  const auto sequence = start_sequence(jetstream);
  if (!sequence) return false;
  Reading reading(*this, jetstream);
  if (!reading.begin(*sequence)) return false;
  {
    const std::scoped_lock lock(mutex_);
    ++counters_.consumers;
  }
  const auto taken = reading_.taken_through();
  while (!stopping() && reading.step()) {
  }
  return reading_.taken_through() != taken;
}

std::optional<std::uint64_t> JetStreamDelivery::start_sequence(JetStream& jetstream) {
  const auto state = jetstream.state(log_);
  if (!state || !*state) return std::nullopt;
  if (const auto known = reading_.behind_taken(**state)) return known;
  const auto last = jetstream.last_event(log_, **state);
  if (!last) return std::nullopt;
  return reading_.guess(**state, *last);
}

bool JetStreamDelivery::wait_for_room() {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, look_at_stop_every, [&] {
    return stop_ || (frames_.size() < limits_.frames_max && bytes_ < limits_.bytes_max);
  });
}

void JetStreamDelivery::put(std::string frame) {
  bool wake = false;
  {
    const std::scoped_lock lock(mutex_);
    ++counters_.frames;
    bytes_ += frame.size();
    frames_.push_back(std::move(frame));
    wake = !std::exchange(woken_, true);
  }
  if (wake) wake_();
}

std::vector<std::string> JetStreamDelivery::take(std::size_t frames_max) {
  std::vector<std::string> taken;
  {
    const std::scoped_lock lock(mutex_);
    woken_ = false;
    const auto count = std::min(frames_max, frames_.size());
    taken.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      bytes_ -= frames_.front().size();
      taken.push_back(std::move(frames_.front()));
      frames_.pop_front();
    }
  }
  if (!taken.empty()) changed_.notify_all();
  return taken;
}

JetStreamDelivery::Counters JetStreamDelivery::counters() const {
  const std::scoped_lock lock(mutex_);
  return counters_;
}

void JetStreamDelivery::link_changed() {
  {
    const std::scoped_lock lock(mutex_);
    link_changed_ = true;
  }
  changed_.notify_all();
}

void JetStreamDelivery::sleep(ms at_most) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, at_most, [&] { return stop_ || link_changed_; });
  link_changed_ = false;
}

bool JetStreamDelivery::stopping() const {
  const std::scoped_lock lock(mutex_);
  return stop_;
}

}  // namespace nats
