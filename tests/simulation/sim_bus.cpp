#include <tests/simulation/sim_bus.hpp>

#include <algorithm>
#include <utility>

namespace sim {

std::vector<std::string> SimDelivery::take(std::size_t frames_max) {
  std::vector<std::string> taken;
  while (!frames_.empty() && taken.size() < frames_max) {
    taken.push_back(std::move(frames_.front()));
    frames_.pop_front();
  }
  return taken;
}

void SimDelivery::put(std::string frame) {
  frames_.push_back(std::move(frame));
  if (frames_.size() > frames_held_max) frames_.pop_front();
}

void SimBus::publish(const std::string& log, std::string frame) {
  ++counters_.published;
  if (rng_.chance(faults.drop_percent, 100)) {
    ++counters_.dropped;
    return;
  }
  if (rng_.chance(faults.repeat_percent, 100)) {
    ++counters_.repeated;
    send(log, frame);
  }
  send(log, std::move(frame));
}

void SimBus::send(const std::string& log, std::string frame) {
  if (!frame.empty() && rng_.chance(faults.damage_percent, 100)) {
    ++counters_.damaged;
    auto& byte = frame[rng_.below(frame.size())];
    byte = static_cast<char>(byte ^ static_cast<char>(1U << rng_.below(8)));
    if (rng_.chance(1, 4)) frame.resize(rng_.below(frame.size()));
  }
  if (!rng_.chance(faults.delay_percent, 100)) return arrive(log, frame);
  ++counters_.delayed;
  const auto delay = std::chrono::microseconds{
      rng_.below(static_cast<std::uint64_t>(faults.delay_max.count()) + 1)};
  scheduler_.after(delay, 0, [this, log, frame = std::move(frame), sent = generation_] {
    if (sent == generation_) {
      arrive(log, frame);
    } else {
      ++counters_.wiped;
    }
  });
}

void SimBus::arrive(const std::string& log, const std::string& frame) {
  for (auto& subscription : subscriptions_) {
    if (subscription.log != log) continue;
    auto& frames = subscription.delivery->frames_;
    if (!frames.empty() && rng_.chance(faults.reorder_percent, 100)) {
      ++counters_.reordered;
      frames.insert(frames.begin() + static_cast<std::ptrdiff_t>(rng_.below(frames.size())), frame);
      if (frames.size() > SimDelivery::frames_held_max) frames.pop_front();
    } else {
      subscription.delivery->put(frame);
    }
    subscription.wake();
  }
}

void SimBus::subscribe(const std::string& log, SimDelivery& delivery, std::function<void()> wake) {
  subscriptions_.push_back({log, &delivery, std::move(wake)});
}

void SimBus::unsubscribe(SimDelivery& delivery) {
  std::erase_if(subscriptions_,
                [&delivery](const Subscription& each) { return each.delivery == &delivery; });
}

void SimBus::wipe() {
  ++generation_;
  for (auto& subscription : subscriptions_) {
    counters_.wiped += subscription.delivery->frames_.size();
    subscription.delivery->frames_.clear();
  }
}

}  // namespace sim
