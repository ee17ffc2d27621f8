#include <billing/domain/entries.hpp>

#include <cassert>
#include <string>
#include <utility>
#include <vector>

namespace billing::entries {
namespace {

Money debit(std::int64_t amount_minor, const Currency& currency) {
  return {amount_minor, currency};
}
Money credit(std::int64_t amount_minor, const Currency& currency) {
  return {-amount_minor, currency};
}

std::optional<LedgerEntry> entry(std::string kind, std::string source, shared::Instant now,
                                 std::vector<Posting> postings) {
  std::erase_if(postings, [](const Posting& posting) { return posting.amount.amount_minor == 0; });
  if (postings.empty()) return std::nullopt;
  LedgerEntry made{.id = kind + ':' + source,
                   .kind = std::move(kind),
                   .source = std::move(source),
                   .effective_on = book_day(now),
                   .recorded_at = now,
                   .reverses = {},
                   .postings = std::move(postings)};
  assert(made.balanced() && "a posting template adds up to zero");
  return made;
}

std::optional<LedgerEntry> opposite(const std::optional<LedgerEntry>& of, std::string kind,
                                    shared::Instant now) {
  if (!of) return std::nullopt;
  auto id = kind + ':' + of->source;
  return LedgerEntry::reversal(*of, std::move(id), std::move(kind), of->source, book_day(now), now);
}

}  // namespace

std::optional<LedgerEntry> issued(const Invoice& invoice, shared::Instant now) {
  const auto& is = invoice.fields();
  return entry("issued", is.id.text(), now,
               {{Account::receivable, is.customer, debit(is.total_minor, is.currency)},
                {Account::deferred_revenue, {}, credit(is.total_minor, is.currency)}});
}

std::optional<LedgerEntry> credit_applied(const Invoice& invoice, shared::Instant now) {
  const auto& is = invoice.fields();
  const auto applied = is.credit_applied_minor;
  return entry("credit_applied", is.id.text(), now,
               {{Account::customer_credit, is.customer, debit(applied, is.currency)},
                {Account::receivable, is.customer, credit(applied, is.currency)}});
}

std::optional<LedgerEntry> paid(const Payment& payment, const Invoice& owed,
                                std::int64_t taken_minor, shared::Instant now) {
  const auto& is = payment.fields();
  const auto& currency = is.amount.currency;
  const auto amount = is.amount.amount_minor;
  const bool given_up = owed.fields().status == InvoiceStatus::uncollectible;
  const Posting taken =
      given_up ? Posting{Account::bad_debt, {}, credit(taken_minor, currency)}
               : Posting{Account::receivable, is.customer, credit(taken_minor, currency)};
  return entry("paid", is.id.text(), now,
               {{Account::cash_clearing, {}, debit(amount, currency)},
                taken,
                {Account::customer_credit, is.customer, credit(amount - taken_minor, currency)}});
}

std::optional<LedgerEntry> written_off(const Invoice& invoice, shared::Instant now) {
  const auto& is = invoice.fields();
  const auto remaining = invoice.remaining_minor();
  return entry("written_off", is.id.text(), now,
               {{Account::bad_debt, {}, debit(remaining, is.currency)},
                {Account::receivable, is.customer, credit(remaining, is.currency)}});
}

std::optional<LedgerEntry> reinstated(const Invoice& invoice, shared::Instant now) {
  const auto& is = invoice.fields();
  const auto remaining = invoice.remaining_minor();
  return entry("reinstated", is.id.text(), now,
               {{Account::receivable, is.customer, debit(remaining, is.currency)},
                {Account::bad_debt, {}, credit(remaining, is.currency)}});
}

std::optional<LedgerEntry> payments_returned(const Invoice& invoice, shared::Instant now) {
  const auto& is = invoice.fields();
  const auto paid = is.amount_paid_minor;
  return entry("payments_returned", is.id.text(), now,
               {{Account::receivable, is.customer, debit(paid, is.currency)},
                {Account::customer_credit, is.customer, credit(paid, is.currency)}});
}

std::optional<LedgerEntry> voided(const Invoice& invoice, shared::Instant now) {
  return opposite(issued(invoice, now), "voided", now);
}

std::optional<LedgerEntry> credit_returned(const Invoice& invoice, shared::Instant now) {
  return opposite(credit_applied(invoice, now), "credit_returned", now);
}

std::optional<LedgerEntry> recognized(LocalDate day, const InvoiceId& first,
                                      std::span<const Money> sums, shared::Instant now) {
  std::vector<Posting> postings;
  for (const auto& sum : sums) {
    postings.push_back({Account::deferred_revenue, {}, debit(sum.amount_minor, sum.currency)});
    postings.push_back({Account::revenue, {}, credit(sum.amount_minor, sum.currency)});
  }
  auto made = entry("recognized", to_text(day), now, std::move(postings));
  if (made) made->id += ':' + first.text();
  return made;
}

std::optional<LedgerEntry> unrecognized(const RevenueSchedule& schedule, shared::Instant now) {
  const auto& currency = schedule.amount.currency;
  return entry("unrecognized", schedule.invoice.text(), now,
               {{Account::revenue, {}, debit(schedule.recognized_minor, currency)},
                {Account::deferred_revenue, {}, credit(schedule.recognized_minor, currency)}});
}

}  // namespace billing::entries
