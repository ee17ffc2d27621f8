#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include <billing/domain/invoice.hpp>
#include <billing/domain/ledger.hpp>
#include <billing/domain/payment.hpp>
#include <billing/domain/revenue_schedule.hpp>

namespace billing {

// The UTC day that the books give to an instant.
inline LocalDate book_day(shared::Instant at) {
  return LocalDate{std::chrono::floor<std::chrono::days>(at)};
}

}  // namespace billing

// What each fact of billing is in double entry. Every entry is effective on the book day of `now`,
// in billing's own time. What is zero makes no posting, and without postings there is no entry.
namespace billing::entries {

// Dr receivable, Cr deferred_revenue: the total.
std::optional<LedgerEntry> issued(const Invoice& invoice, shared::Instant now);
// Dr customer_credit, Cr receivable: the credit that an invoice took when it was issued.
std::optional<LedgerEntry> credit_applied(const Invoice& invoice, shared::Instant now);
// Dr cash_clearing the whole payment; Cr receivable what the invoice took of it, or bad_debt where
// it had been given up; Cr customer_credit the rest. `owed` is the invoice before it took that.
std::optional<LedgerEntry> paid(const Payment& payment, const Invoice& owed,
                                std::int64_t taken_minor, shared::Instant now);
// Dr bad_debt, Cr receivable: what remains of an invoice.
std::optional<LedgerEntry> written_off(const Invoice& invoice, shared::Instant now);
// Dr receivable, Cr bad_debt: what remains of an invoice that was given up is asked for again.
std::optional<LedgerEntry> reinstated(const Invoice& invoice, shared::Instant now);
// Dr receivable, Cr customer_credit: what was paid of an invoice that is never given.
std::optional<LedgerEntry> payments_returned(const Invoice& invoice, shared::Instant now);

// The exact opposites of issued and credit_applied; each names what it reverses.
std::optional<LedgerEntry> voided(const Invoice& invoice, shared::Instant now);
std::optional<LedgerEntry> credit_returned(const Invoice& invoice, shared::Instant now);

// Dr deferred_revenue, Cr revenue: what invoices earned on days before `day`; one sum a currency.
// The first of them gives the entry its name.
std::optional<LedgerEntry> recognized(LocalDate day, const InvoiceId& first,
                                      std::span<const Money> sums, shared::Instant now);
// Dr revenue, Cr deferred_revenue: what a void invoice had earned already.
std::optional<LedgerEntry> unrecognized(const RevenueSchedule& schedule, shared::Instant now);

}  // namespace billing::entries
