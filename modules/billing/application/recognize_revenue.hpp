#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// RecognizeRevenue: what these invoices have earned on days before the UTC day of `as_of`: one
// entry, per currency one debit of deferred revenue and one credit of revenue. `as_of` is billing's
// own time; where it lies ahead of it, it counts as now: what is not earned yet is not recognized.
// What was recognized already is no change. Days that earn less than a minor unit go by without an
// entry. An invoice that was given up goes on earning, since its service was given; one that is
// void has no schedule any more. Says billing.revenue_recognized, or nothing.
//   Errors  billing.amount_overflow
class RecognizeRevenue {
 public:
  struct Command {
    std::vector<InvoiceId> invoices;  // at most invoices_max
    shared::Instant as_of;
    shared::Instant at;
  };

  static constexpr std::size_t invoices_max = 250;

  explicit RecognizeRevenue(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Done operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
