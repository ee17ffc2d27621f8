#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <app/module_lane.hpp>
#include <app/process_driver.hpp>
#include <ports/shared/requests.hpp>

namespace app {

// LeadServing: takes questions for as long as this instance of a module leads, from when its
// followers are shown as they stand.
//   Bounds  0.2 s behind a change of the lead
class LeadServing final : public shared::Serving {
 public:
  using Serve = std::function<std::unique_ptr<shared::Serving>()>;

  // Both outlive it.
  LeadServing(const ModuleLane& lane, Serve serve) : lane_(lane), serve_(std::move(serve)) {
    driver_.add([this] {
      const bool leads = lane_.follows();
      if (leads && !serving_) serving_ = serve_();
      if (!leads) serving_.reset();
      return std::chrono::milliseconds{200};
    });
    driver_.start();
  }
  ~LeadServing() override { driver_.stop(); }

 private:
  const ModuleLane& lane_;
  const Serve serve_;
  std::unique_ptr<shared::Serving> serving_;
  ProcessDriver driver_{"lead"};
};

}  // namespace app
