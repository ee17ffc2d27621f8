#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Issuing: what issuing an invoice takes, whoever asks for it: the next number of its series
// (inside this very commit, so that none is lost), the customer's name and address as they are now,
// credit applied, the entries in the books, the revenue schedule, and the start of a payment where
// something remains and there is a method to pay it. Where nothing remains, it is paid. Without a
// method, a first invoice waits for money that comes another way; a later one starts a payment of
// nobody, which the collector declines, so that it is seen to have failed.
// Says billing.payment_started where so, then billing.invoice_finalized; then billing.invoice_paid
// where nothing remains.
class Issuing {
 public:
  Issuing(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), rules_(std::move(rules)) {}

  // To be asked in rounds: billing's time leads to the series.
  void want(const CustomerId& customer, const Currency& currency, const InvoiceId& invoice,
            shared::Instant at) const;
  // Whether issuing it now would pay it: the customer's credit is enough, or there is nothing to
  // pay.
  bool covered(const Invoice& draft) const;
  // `draft` may be new (`stored` false) or one that is on record. Answers the invoice as it is now,
  // put already. Errors: billing.invoice_not_draft
  shared::Result<Invoice> issue(Invoice draft, bool stored, PaymentId payment,
                                shared::Instant now) const;

 private:
  shared::Done number(Invoice& invoice, shared::Instant now) const;
  void post(const Invoice& invoice, shared::Instant now) const;
  shared::Done collect(Invoice& invoice, PaymentId id, shared::Instant now) const;

  BillingPorts ports_;
  BillingRules rules_;
};

}  // namespace billing
