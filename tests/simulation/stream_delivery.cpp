#include <tests/simulation/stream_delivery.hpp>

#include <utility>

#include <sync/application/encoding.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

constexpr std::chrono::milliseconds tick_every{250};

}  // namespace

StreamDelivery::StreamDelivery(SimBroker& broker, Scheduler& scheduler, Scheduler::Owner owner,
                               std::string log, sync::Offset after, SimDelivery& into,
                               std::function<void()> wake)
    : broker_{broker},
      scheduler_{scheduler},
      owner_{owner},
      log_{std::move(log)},
      reading_{log_, after, {}},
      into_{into},
      wake_{std::move(wake)} {
  scheduler_.post(owner_, [this] { tick(); });
}

StreamDelivery::~StreamDelivery() { drop(); }

void StreamDelivery::tick() {
  scheduler_.after(tick_every, owner_, [this] { tick(); });
  if (consumer_) look();
  if (!consumer_) begin();
}

void StreamDelivery::look() {
  if (broker_.beats(*consumer_)) {
    reading_.heard(now());
  } else if (reading_.silent(now())) {
    return drop();
  }
  if (!reading_.look_due(now())) return;
  if (broker_.away() || reading_.left_behind(broker_.state(log_))) drop();
}

void StreamDelivery::begin() {
  if (broker_.away()) return;
  const auto state = broker_.state(log_);
  if (!state) return;
  const auto known = reading_.behind_taken(*state);
  const auto sequence = known ? *known : reading_.guess(*state, broker_.last_event(log_));
  reading_.begin(sequence, now());
  ++consumers_;
  consumer_ = broker_.consume(log_, sequence, *this);
}

void StreamDelivery::drop() {
  if (consumer_) broker_.end_consumer(*std::exchange(consumer_, std::nullopt));
}

void StreamDelivery::pushed(SimBroker::Consumer consumer, const nats::Pushed& at,
                            std::optional<nats::CarriedEvent> carried) {
  if (consumer_ != consumer) return;
  reading_.heard(now());
  std::optional<std::string> frame;
  if (reading_.take(at, std::move(carried), frame) == nats::StreamReading::Taken::lost) drop();
  if (!frame) return;
  check(*frame);
  into_.put(std::move(*frame));
  wake_();
}

// Invariant 11: what was put together is the log's commit, byte for byte; damage is the chain's to
// find.
void StreamDelivery::check(const std::string& frame) const {
  if (broker_.counters().altered > 0) return;
  const auto decoded = sync::decode_frame(frame);
  const auto* const is = decoded ? broker_.frame_of(decoded->commit.chain) : nullptr;
  require(is != nullptr && *is == frame, 11, "a commit of " + log_ + " was put together wrongly");
}

bool StreamDelivery::level() const {
  const auto state = broker_.state(log_);
  return consumer_ && state && reading_.next_sequence() == state->last + 1;
}

}  // namespace sim
