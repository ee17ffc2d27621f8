#pragma once

#include <ports/billing/billing_events.hpp>

namespace billing {

// BillingOutbox: where this module's use cases say what happened. An event becomes durable with the
// state it speaks of, or neither does; the order of a command's events is kept.
class BillingOutbox {
 public:
  virtual ~BillingOutbox() = default;
  virtual void append(const events::BillingEvent& event) = 0;
};

}  // namespace billing
