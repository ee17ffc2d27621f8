#include <adapters/nats/jetstream_delivery.hpp>

#include <algorithm>
#include <utility>

#include <adapters/nats/mailbox.hpp>
#include <adapters/nats/pushed.hpp>

namespace nats {
namespace {

using ms = std::chrono::milliseconds;

constexpr ms look_at_stop_every{100};
constexpr int heartbeats_missed_max = 3;

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
    next_stream_sequence_ = sequence;
    return jetstream_.consume(delivery_.log_, sequence, inbox_, delivery_.limits_.heartbeat)
        .has_value();
  }

  // False where this consumer is of no more use.
  bool step() {
    if (!delivery_.wait_for_room()) return true;
    const auto message = mailbox_.next(look_at_stop_every);
    if (!message) return false;
    const auto now = Clock::now();
    if (*message != nullptr) {
      heard_at_ = now;
      if (!take(message->get())) return false;
    } else if (now - heard_at_ > delivery_.limits_.heartbeat * heartbeats_missed_max) {
      return false;
    }
    if (now - looked_at_ < delivery_.limits_.look_every) return true;
    looked_at_ = now;
    return !stream_moves_without_us();
  }

 private:
  bool take(natsMsg* message) {
    if (keep_flowing(jetstream_.link(), message)) return true;
    const auto at = pushed(message);
    if (!at) return true;
    if (at->consumer_sequence != ++consumer_sequence_) return false;  // something was lost
    next_stream_sequence_ = at->stream_sequence + 1;
    auto carried = from_message(delivery_.log_, message);
    if (!carried) {
      const std::scoped_lock lock(delivery_.mutex_);
      ++delivery_.counters_.damaged;
      return true;
    }
    const auto first = carried->commit_first;
    const auto last = carried->commit_last;
    if (auto frame = delivery_.assembly_.add(std::move(*carried))) {
      if (first == delivery_.after_ + 1) delivery_.after_ = last;
      delivery_.taken_through_ = at->stream_sequence;
      delivery_.put(std::move(*frame));
    }
    return true;
  }

  // Heartbeats prove that the consumer lives, not that it delivers: 2.9 knows some that do not.
  bool stream_moves_without_us() {
    const auto state = jetstream_.state(delivery_.log_);
    if (!state || !*state) return true;
    const auto last = (*state)->last;
    const bool behind = last + 1 > next_stream_sequence_;
    const bool stuck = behind && behind_at_ == next_stream_sequence_;
    behind_at_ = behind ? next_stream_sequence_ : 0;
    return stuck || last + 1 < next_stream_sequence_;
  }

  JetStreamDelivery& delivery_;
  JetStream& jetstream_;
  const std::string inbox_;
  Mailbox mailbox_;
  std::uint64_t next_stream_sequence_ = 0;
  std::uint64_t behind_at_ = 0;  // the same, where the stream had more when we looked last
  std::uint64_t consumer_sequence_ = 0;
  Clock::time_point heard_at_ = Clock::now();
  Clock::time_point looked_at_ = Clock::now();
};

JetStreamDelivery::JetStreamDelivery(Connection& connection, std::string log, sync::Offset after,
                                     std::function<void()> wake, Limits limits)
    : connection_(connection),
      log_(std::move(log)),
      wake_(std::move(wake)),
      limits_(limits),
      after_(after),
      assembly_(log_, limits.commit_bytes_max),
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
  assembly_.forget();
  Reading reading(*this, jetstream);
  if (!reading.begin(*sequence)) return false;
  {
    const std::scoped_lock lock(mutex_);
    ++counters_.consumers;
  }
  const auto taken = taken_through_;
  while (!stopping() && reading.step()) {
  }
  return taken_through_ != taken;
}

// Right behind what was taken; else where the offset that we wait for should stand if the stream
// had no holes. Only what messages say of themselves is believed, so a wrong guess costs time.
std::optional<std::uint64_t> JetStreamDelivery::start_sequence(JetStream& jetstream) {
  const auto state = jetstream.state(log_);
  if (!state || !*state) return std::nullopt;
  const auto [first, last, messages] = **state;
  if (taken_through_ > 0 && taken_through_ <= last) return taken_through_ + 1;
  const auto end = jetstream.last_event(log_, **state);
  if (!end) return std::nullopt;
  if (!*end || (*end)->carried.event.offset < after_) return last + 1;
  const auto behind = (*end)->carried.event.offset - after_;
  const auto at_first = std::max<std::uint64_t>(first, 1);
  return behind > (*end)->sequence ? at_first
                                   : std::max(at_first, (*end)->sequence - behind + 1);
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
