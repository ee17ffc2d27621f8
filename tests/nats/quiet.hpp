#pragma once

#include <atomic>
#include <cstddef>
#include <string>

#include <ports/sync/observer.hpp>

namespace nats_test {

// Quiet: an observer that counts alarms.
class Quiet final : public sync::Observer {
 public:
  void log_moved(const std::string&, const sync::Head&) override {}
  void follower_moved(const sync::FollowerStatus&) override {}
  void applied(const std::string&, const sync::Event&) override {}
  void parked(const sync::ParkedKey&) override {}
  void alarm(const std::string&, const std::string&) override { ++alarms_; }
  std::size_t alarms() const { return alarms_; }

 private:
  std::atomic<std::size_t> alarms_{0};
};

}  // namespace nats_test
