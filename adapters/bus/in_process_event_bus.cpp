#include <adapters/bus/in_process_event_bus.hpp>

#include <algorithm>
#include <deque>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace bus {
namespace {

struct Subscriber {
  std::string log;
  std::function<void()> wake;
  std::deque<std::string> frames;
  std::size_t bytes = 0;
  bool woken = false;  // and has not taken since
};

}  // namespace

// Exchange: the subscribers and what waits for them, shared by the bus and its deliveries.
class InProcessEventBus::Exchange {
 public:
  explicit Exchange(BusLimits limits) : limits_(limits) {}

  void add(Subscriber* subscriber) {
    const std::scoped_lock lock(mutex_);
    subscribers_.push_back(subscriber);
  }

  void remove(Subscriber* subscriber) {
    const std::scoped_lock lock(mutex_);
    std::erase(subscribers_, subscriber);
  }

  // Called under the lock, so that no wake is under way once remove() returned.
  void publish(const std::string& log, std::string frame) {
    const std::scoped_lock lock(mutex_);
    Subscriber* last = nullptr;
    for (auto* subscriber : subscribers_) {
      if (subscriber->log != log) continue;
      if (last != nullptr) put(*last, frame);
      last = subscriber;
    }
    if (last != nullptr) put(*last, std::move(frame));
  }

  std::vector<std::string> take(Subscriber& subscriber, std::size_t frames_max) {
    const std::scoped_lock lock(mutex_);
    subscriber.woken = false;
    const auto count = std::min(frames_max, subscriber.frames.size());
    std::vector<std::string> taken;
    taken.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      subscriber.bytes -= subscriber.frames.front().size();
      taken.push_back(std::move(subscriber.frames.front()));
      subscriber.frames.pop_front();
    }
    return taken;
  }

  std::uint64_t dropped() const {
    const std::scoped_lock lock(mutex_);
    return dropped_;
  }

 private:
  // A frame that cannot be kept still wakes: it is a hint that the log has more.
  template <class Frame>
  void put(Subscriber& to, Frame&& frame) {
    const std::size_t bytes = frame.size();
    if (bytes > limits_.bytes_max || !keep(to, std::forward<Frame>(frame))) {
      ++dropped_;
    } else {
      to.bytes += bytes;
      while (to.frames.size() > limits_.frames_max || to.bytes > limits_.bytes_max) {
        to.bytes -= to.frames.front().size();
        to.frames.pop_front();
        ++dropped_;
      }
    }
    if (!std::exchange(to.woken, true)) to.wake();
  }

  template <class Frame>
  static bool keep(Subscriber& to, Frame&& frame) {
    try {
      to.frames.push_back(std::forward<Frame>(frame));
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  const BusLimits limits_;
  mutable std::mutex mutex_;
  std::vector<Subscriber*> subscribers_;
  std::uint64_t dropped_ = 0;
};

namespace {

class InProcessDelivery final : public sync::Delivery {
 public:
  InProcessDelivery(std::shared_ptr<InProcessEventBus::Exchange> exchange, std::string log,
                    std::function<void()> wake)
      : exchange_(std::move(exchange)) {
    subscriber_.log = std::move(log);
    subscriber_.wake = std::move(wake);
    exchange_->add(&subscriber_);
  }
  ~InProcessDelivery() override { exchange_->remove(&subscriber_); }

  std::vector<std::string> take(std::size_t frames_max) override {
    return exchange_->take(subscriber_, frames_max);
  }

 private:
  std::shared_ptr<InProcessEventBus::Exchange> exchange_;
  Subscriber subscriber_;
};

}  // namespace

InProcessEventBus::InProcessEventBus(BusLimits limits)
    : exchange_(std::make_shared<Exchange>(limits)) {}

InProcessEventBus::~InProcessEventBus() = default;

void InProcessEventBus::publish(const std::string& log, std::string frame) {
  exchange_->publish(log, std::move(frame));
}

std::unique_ptr<sync::Delivery> InProcessEventBus::subscribe(std::string log,
                                                             std::function<void()> wake) {
  return std::make_unique<InProcessDelivery>(exchange_, std::move(log), std::move(wake));
}

std::uint64_t InProcessEventBus::dropped() const { return exchange_->dropped(); }

}  // namespace bus
