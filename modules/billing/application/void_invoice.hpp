#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// VoidInvoice: an invoice that should not have been. Its number stays used, its postings are
// reversed, credit that it took goes back, and it earns no more. A subscription that was past due
// because of it is active again. Says billing.subscription_activated where so, then
// billing.invoice_voided.
//   Errors  billing.invoice_not_found, billing.version_mismatch, those of Invoice::void_it
class VoidInvoice {
 public:
  struct Command {
    InvoiceId id;
    std::optional<std::int64_t> expected_version;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::InvoiceState>;

  explicit VoidInvoice(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
