#include <tests/requests/ways.hpp>

#include <optional>

#include <adapters/bus/in_process_requests.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>
#include <tests/requests/nats_peer.hpp>
#include <tests/support/nats_server.hpp>

namespace requests_test {
namespace {

class InProcess final : public Way {
 public:
  explicit InProcess(std::size_t open_max) {
    requests_.emplace(clock_, timer_, bus::RequestLimits{.open_max = open_max});
  }
  shared::Requests& asker() override { return *requests_; }
  shared::Services& server(std::size_t) override { return *requests_; }
  void end_asker() override { requests_.reset(); }
  void kill_server(std::size_t) override {}  // the replies that it holds are dropped, no more

 private:
  os::SystemClock clock_;
  os::TimerThread timer_;
  std::optional<bus::InProcessRequests> requests_;
};

class Nats final : public Way {
 public:
  explicit Nats(std::size_t open_max) : open_max_(open_max) {}

  shared::Requests& asker() override { return asker_.requests(); }
  shared::Services& server(std::size_t which) override { return which == 0 ? first_ : second_; }
  void end_asker() override { asker_.end_requests(); }
  void kill_server(std::size_t which) override { (which == 0 ? first_ : second_).die(); }

 private:
  const std::size_t open_max_;
  os::SystemClock clock_;
  os::TimerThread timer_;
  test::NatsServer broker_;
  Peer asker_{broker_.url(), "gateway", clock_, timer_, open_max_};
  Peer first_{broker_.url(), "user", clock_, timer_, open_max_};
  Peer second_{broker_.url(), "user", clock_, timer_, open_max_};
};

}  // namespace

std::vector<MakeWay> all_ways() {
  return {{"InProcess",
           [](std::size_t open_max) { return std::make_unique<InProcess>(open_max); }},
          {"Nats", [](std::size_t open_max) { return std::make_unique<Nats>(open_max); }}};
}

}  // namespace requests_test
