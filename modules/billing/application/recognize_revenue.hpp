#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// RecognizeRevenue: what these invoices have earned on days before the UTC day of `as_of`: one
// entry, per currency one debit of deferred revenue and one credit of revenue. What was recognized
// already is no change. Says billing.revenue_recognized, or nothing.
class RecognizeRevenue {
 public:
  struct Command {
    std::vector<InvoiceId> invoices;  // at most 250
    shared::Instant as_of;
    shared::Instant at;
  };

  explicit RecognizeRevenue(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Done operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
