#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <billing/domain/address.hpp>
#include <billing/domain/billing_ids.hpp>
#include <billing/domain/calendar.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/money.hpp>
#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>

namespace billing {

enum class InvoiceStatus { draft, open, paid, voided, uncollectible };

// "draft", "open", "paid", "void", "uncollectible".
std::string_view to_text(InvoiceStatus status);
std::optional<InvoiceStatus> parse_invoice_status(std::string_view text);

// InvoiceLine: one thing that is charged.
struct InvoiceLine {
  std::string description;
  std::optional<PriceId> price;
  std::int64_t quantity = 1;
  std::int64_t unit_amount_minor = 0;
  std::int64_t amount_minor = 0;  // quantity * unit
  Period period;                  // in which it is earned

  bool operator==(const InvoiceLine&) const = default;
};

// BillTo: whom an invoice is addressed to: frozen when it is issued.
struct BillTo {
  std::string name;
  std::string email;
  std::optional<Address> address;
  std::optional<std::string> tax_id;

  bool operator==(const BillTo&) const = default;
};

// Invoice: what a customer owes for one period, from draft to its end.
//   Shape   total = sum of lines = credit applied + paid + remaining, always; at most 250 lines
//   Units   minor units of its one currency
//   Errors  billing.invoice_not_draft, billing.invoice_not_open, billing.invoice_has_payments,
//           billing.payment_in_progress, billing.amount_overflow
class Invoice {
 public:
  struct Fields {
    InvoiceId id;
    std::int64_t version = 1;
    CustomerId customer;
    std::optional<SubscriptionId> subscription;
    std::string kind;  // "subscription_create" | "subscription_cycle"
    InvoiceStatus status = InvoiceStatus::draft;
    Currency currency;
    Period period;
    std::vector<InvoiceLine> lines;
    std::int64_t total_minor = 0;
    std::int64_t credit_applied_minor = 0;
    std::int64_t amount_paid_minor = 0;
    std::optional<shared::Instant> finalize_at;  // of a draft: when it is issued by itself
    std::string number;                          // empty until it is issued; gapless per series
    std::optional<BillTo> bill_to;               // nothing until it is issued
    std::optional<shared::Instant> issued_at;
    std::optional<shared::Instant> due_at;
    std::optional<shared::Instant> paid_at;
    std::optional<shared::Instant> closed_at;  // voided, or given up
    std::optional<PaymentId> payment;          // the one that is under way
    std::int64_t attempts = 0;                 // payments that were started for it
    shared::Instant created_at;
    shared::Instant updated_at;

    bool operator==(const Fields&) const = default;
  };

  static constexpr std::size_t lines_max = 250;

  // Of 1 to lines_max lines, whose amounts it works out and adds up. Errors:
  // billing.amount_overflow
  static shared::Result<Invoice> draft(Fields fields);
  explicit Invoice(Fields fields) : fields_{std::move(fields)} {}

  std::int64_t remaining_minor() const {
    return fields_.total_minor - fields_.credit_applied_minor - fields_.amount_paid_minor;
  }
  bool overdue(shared::Instant now) const {
    return fields_.status == InvoiceStatus::open && fields_.due_at && *fields_.due_at < now;
  }

  // Issues it: draft -> open. Where credit covers it all, or there is nothing to pay, it is paid
  // next: take_money(std::nullopt, 0, now).
  struct Issue {
    std::string number;
    BillTo bill_to;
    std::int64_t credit_applied_minor = 0;  // at most the total
    shared::Instant due_at;
  };
  shared::Done finalize(Issue issue, shared::Instant now);
  // A payment is under way. Errors: billing.payment_in_progress, billing.invoice_not_open
  shared::Done start_payment(PaymentId payment, shared::Instant now);
  // That payment ended without money.
  void payment_failed(PaymentId payment, shared::Instant now);
  // Money came: what of it this invoice takes; the rest is the customer's credit. Paid once nothing
  // remains, also where it was given up (then closed_at keeps when). 0 where it owes nothing any
  // more. No money at all settles an open invoice of which nothing remains.
  std::int64_t take_money(std::optional<PaymentId> payment, std::int64_t amount_minor,
                          shared::Instant now);
  // open or draft -> void. Errors: billing.invoice_has_payments, billing.payment_in_progress,
  // billing.invoice_not_open
  shared::Done void_it(shared::Instant now);
  // What it asked for is never given, whatever came for it or is under way: draft, open or
  // uncollectible -> void. What was paid stays on it as a fact, as the credit that it took does;
  // the customer has both back as credit.
  void withdraw(shared::Instant now);
  // open -> uncollectible. Errors: billing.payment_in_progress, billing.invoice_not_open
  shared::Done give_up(shared::Instant now);

  const Fields& fields() const { return fields_; }
  bool operator==(const Invoice&) const = default;

 private:
  void become_void(shared::Instant now);
  void changed(shared::Instant now);

  Fields fields_;
};

}  // namespace billing
