#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// AdvanceClock: moves the time of billing ahead, to see months pass; it never goes back. Says
// billing.clock_advanced; where it is there already, the state is the answer.
//   Errors  billing.clock_backwards, billing.clock_too_far (100 years ahead of the wall clock)
class AdvanceClock {
 public:
  static constexpr std::chrono::milliseconds ahead_max{std::chrono::years{100}};

  struct Command {
    shared::Instant to;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::ClockState>;

  explicit AdvanceClock(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), rules_(std::move(rules)) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
  BillingRules rules_;
};

}  // namespace billing
