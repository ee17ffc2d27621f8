#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// GiveUpInvoice: nobody believes any more that it will be paid: what remains of it becomes bad
// debt. Money that comes all the same is taken, and its revenue goes on being recognized: the
// service was given. A subscription that was past due because of it is active again. Says
// billing.subscription_activated where so, then billing.invoice_uncollectible.
//   Errors  billing.invoice_not_found, billing.version_mismatch, those of Invoice::give_up
class GiveUpInvoice {
 public:
  struct Command {
    InvoiceId id;
    std::optional<std::int64_t> expected_version;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::InvoiceState>;

  explicit GiveUpInvoice(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
