#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <billing/domain/calendar.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/money.hpp>
#include <shared/domain/instant.hpp>

namespace billing {

// What the books keep apart. Debits are positive, credits negative.
enum class Account {
  receivable, cash_clearing, deferred_revenue, revenue, customer_credit, bad_debt,
};

std::string_view to_text(Account account);
std::optional<Account> parse_account(std::string_view text);

// Posting: one line of an entry. receivable and customer_credit name their customer.
struct Posting {
  Account account = Account::receivable;
  std::optional<CustomerId> customer;
  Money amount;  // debit > 0, credit < 0, never 0

  bool operator==(const Posting&) const = default;
};

// LedgerEntry: one fact of money, in double entry. Entries are only ever added; a mistake is undone
// by an entry that names the one it reverses.
//   Shape   id: what it is about, unique for ever: "issued:in_...", "paid:pay_...",
//           "credit_applied:in_...", "voided:in_...", "credit_returned:in_...",
//           "payments_returned:in_...", "unrecognized:in_...", "written_off:in_...",
//           "reinstated:in_...", "recognized:2026-03-01:in_..." (of the invoices that earned
//           together, the first); 1 to 1,000 postings that add up to 0 in each currency
//   Units   effective_on is a UTC day, recorded_at the instant it was written
struct LedgerEntry {
  std::string id;
  std::string kind;    // the id's first word
  std::string source;  // the invoice, payment or day it is about
  LocalDate effective_on;
  shared::Instant recorded_at;
  std::optional<std::string> reverses;  // the id of the entry it takes back
  std::vector<Posting> postings;

  static constexpr std::size_t postings_max = 1000;

  // Whether it has that shape, each posting says something, and the debits of each currency stay
  // in the range of an amount. What posts entries makes no other.
  bool balanced() const;
  // The exact opposite of an entry that is balanced.
  static LedgerEntry reversal(const LedgerEntry& entry, std::string id, std::string kind,
                              std::string source, LocalDate effective_on,
                              shared::Instant recorded_at);
  bool operator==(const LedgerEntry&) const = default;
};

}  // namespace billing
