#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include <ports/shared/works.hpp>
#include <ports/sync/command.hpp>

#include <tests/simulation/machine.hpp>

namespace sim {

// Driver: steps the long-running processes of one life, as the app's thread does: each when it is
// due by its own word, and all of them when something happened. It is also the door by which they
// reach the lane: the end of a work is heard within the next step.
class Driver final : public shared::Works {
 public:
  using Step = std::function<std::chrono::milliseconds()>;

  Driver(Machine& machine, std::function<void(sync::Command)> submit, std::function<void()> wake)
      : machine_{machine}, submit_{std::move(submit)}, wake_{std::move(wake)} {}

  void add(Step step) { steps_.push_back(std::move(step)); }
  bool idle() const { return steps_.empty(); }
  // Steps each process; how long nothing needs doing then.
  std::chrono::milliseconds step();
  void submit(shared::Work work) override;

 private:
  using Ended = std::move_only_function<void()>;

  Machine& machine_;
  std::function<void(sync::Command)> submit_;
  std::function<void()> wake_;
  std::vector<Step> steps_;
  std::shared_ptr<std::vector<Ended>> ended_ = std::make_shared<std::vector<Ended>>();
};

}  // namespace sim
