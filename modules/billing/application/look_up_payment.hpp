#pragma once

#include <optional>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// LookUpPayment: a person wants to know now what came of a payment that is unknown: the collector
// turns to it at once, instead of when its next look-up is due. Says billing.payment_unclear; one
// that is due already is no change.
//   Errors  billing.payment_not_found, billing.payment_settled
class LookUpPayment {
 public:
  struct Command {
    PaymentId id;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::PaymentState>;

  explicit LookUpPayment(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
