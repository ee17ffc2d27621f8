#pragma once

#include <vector>

#include <ports/billing/billing_outbox.hpp>

namespace memory {

// MemoryBillingOutbox: keeps what was said, in order.
class MemoryBillingOutbox final : public billing::BillingOutbox {
 public:
  void append(const billing::events::BillingEvent& event) override { said_.push_back(event); }

  const std::vector<billing::events::BillingEvent>& said() const { return said_; }

 private:
  std::vector<billing::events::BillingEvent> said_;
};

}  // namespace memory
