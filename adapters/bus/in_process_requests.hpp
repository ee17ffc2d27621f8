#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>
#include <ports/shared/timer.hpp>

namespace bus {

struct RequestLimits {
  std::size_t open_max = 4096;  // questions that wait for their answer; more reach nobody
};

// InProcessRequests: questions within this process: whoever serves is called on the asker's thread,
// in turn where several serve the same.
class InProcessRequests final : public shared::Requests, public shared::Services {
 public:
  InProcessRequests(shared::Clock& clock, shared::Timer& timer, RequestLimits limits = {});
  ~InProcessRequests() override;

  void ask(const std::string& service, shared::Message question, std::chrono::milliseconds within,
           Answered answered) override;
  // May outlive this object.
  [[nodiscard]] std::unique_ptr<shared::Serving> serve(const std::string& service,
                                                       Answer answer) override;

  class Exchange;

 private:
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace bus
