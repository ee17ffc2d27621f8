#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// FinalizeInvoice: issues a draft, by hand or because its time has come. Says what Issuing says.
//   Errors  billing.invoice_not_found, billing.invoice_not_draft, billing.version_mismatch
class FinalizeInvoice {
 public:
  struct Command {
    InvoiceId id;
    PaymentId payment;  // drawn, and used where one is started
    std::optional<std::int64_t> expected_version;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::InvoiceState>;

  explicit FinalizeInvoice(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), rules_(std::move(rules)) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
  BillingRules rules_;
};

}  // namespace billing
