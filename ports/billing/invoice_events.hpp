#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <shared/domain/instant.hpp>

// What billing says of invoices, at schema version 1: amounts and ids, never whom they are
// addressed to: only user's events carry personal fields.
namespace billing::events {

struct InvoiceLineState {
  std::string description;
  std::optional<std::string> price_id;
  std::int64_t quantity = 1;
  std::int64_t unit_amount_minor = 0;
  std::int64_t amount_minor = 0;
  std::string period_start;  // local days; the end is not in it
  std::string period_end;

  bool operator==(const InvoiceLineState&) const = default;
};

struct InvoiceState {
  std::string id;  // "in_..."
  std::int64_t version = 0;
  std::string customer_id;
  std::string user_id;
  std::optional<std::string> subscription_id;
  std::string kind;                   // "subscription_create" | "subscription_cycle"
  std::string status;                 // "draft" | "open" | "paid" | "void" | "uncollectible"
  std::optional<std::string> number;  // nothing until it is issued
  std::string currency;
  std::string period_start;
  std::string period_end;
  std::vector<InvoiceLineState> lines;
  std::int64_t total_minor = 0;
  std::int64_t credit_applied_minor = 0;
  std::int64_t amount_paid_minor = 0;
  std::int64_t amount_remaining_minor = 0;
  std::optional<shared::Instant> issued_at;
  std::optional<shared::Instant> due_at;
  std::optional<shared::Instant> paid_at;
  std::optional<shared::Instant> closed_at;
  std::optional<std::string> payment_id;  // under way
  std::int64_t attempts = 0;
  shared::Instant created_at;
  shared::Instant updated_at;  // in billing's own time

  bool operator==(const InvoiceState&) const = default;
};

struct InvoiceDrafted {
  static constexpr std::string_view type = "billing.invoice_drafted";
  InvoiceState after;
};
// Issued: it has its number. The first event of an invoice that never was a draft for long.
struct InvoiceFinalized {
  static constexpr std::string_view type = "billing.invoice_finalized";
  InvoiceState after;
  std::optional<InvoiceState> before;
};
// A payment was started for it, or failed, or a part of the money came.
struct InvoiceUpdated {
  static constexpr std::string_view type = "billing.invoice_updated";
  InvoiceState after;
  InvoiceState before;
};
struct InvoicePaymentFailed {
  static constexpr std::string_view type = "billing.invoice_payment_failed";
  InvoiceState after;
  InvoiceState before;
};
struct InvoicePaid {
  static constexpr std::string_view type = "billing.invoice_paid";
  InvoiceState after;
  InvoiceState before;
};
struct InvoiceVoided {
  static constexpr std::string_view type = "billing.invoice_voided";
  InvoiceState after;
  InvoiceState before;
};
struct InvoiceUncollectible {
  static constexpr std::string_view type = "billing.invoice_uncollectible";
  InvoiceState after;
  InvoiceState before;
};

inline constexpr std::string_view invoice_aggregate = "invoice";  // key: "in_..."

}  // namespace billing::events
