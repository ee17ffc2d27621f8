#include <tests/requests/ways.hpp>

#include <optional>

#include <adapters/bus/in_process_requests.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>

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

}  // namespace

std::vector<MakeWay> all_ways() {
  return {{"InProcess",
           [](std::size_t open_max) { return std::make_unique<InProcess>(open_max); }}};
}

}  // namespace requests_test
