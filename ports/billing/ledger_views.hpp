#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <billing/domain/ledger.hpp>
#include <shared/domain/result.hpp>

#include <ports/billing/page.hpp>

namespace billing {

// NumberedEntry: an entry with its place in the books: 1, 2, 3, ... without a gap.
struct NumberedEntry {
  std::int64_t entry_no = 0;
  LedgerEntry entry;
};

struct EntryFilter {
  std::optional<CustomerId> customer;
  std::optional<std::string> source;  // "in_...", "pay_..."
};

// AccountBalance: what one account holds of one currency: debits less credits.
struct AccountBalance {
  Account account = Account::receivable;
  Money balance;
  std::int64_t debit_minor = 0;   // all debits ever
  std::int64_t credit_minor = 0;  // all credits ever, as a positive number
};

// StatementLine: one posting of a customer's, and what they owed after it (negative: they have
// credit), per currency.
struct StatementLine {
  std::int64_t entry_no = 0;
  std::string entry_id;
  std::string kind;
  std::string source;
  LocalDate effective_on;
  Money amount;
  std::int64_t balance_minor = 0;
};

// LedgerViews: the books as readers see them: durable entries only. `as_of` is a UTC day and counts
// all entries effective on it or before. Sums that leave the range throw StoreBroken.
class LedgerViews {
 public:
  virtual ~LedgerViews() = default;
  virtual Page<NumberedEntry> entries(const EntryFilter& filter, std::int64_t after_no,
                                      std::size_t limit) = 0;
  // Every account and currency that was ever posted to; per currency they add up to 0. All debits
  // or credits ever may leave the range where what is left of them does not: that is no damage.
  //   Errors  billing.sum_too_large
  virtual shared::Result<std::vector<AccountBalance>> trial_balance(LocalDate as_of) = 0;
  // In order of entry_no; `after_no` goes on behind a page, its balances go on too. `limit` counts
  // entries: the lines of one always stand on one page.
  virtual Page<StatementLine> statement(const CustomerId& customer, LocalDate as_of,
                                        std::int64_t after_no, std::size_t limit) = 0;
  // What a customer owes, per currency (negative: credit): receivable and customer_credit together.
  virtual std::vector<Money> balance(const CustomerId& customer) = 0;
};

}  // namespace billing
