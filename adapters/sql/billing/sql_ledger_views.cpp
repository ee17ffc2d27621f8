#include <adapters/sql/billing/sql_ledger_views.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include <adapters/sql/billing/row_reader.hpp>

#include <billing/domain/billing_errors.hpp>

namespace sql {
namespace {

// As many entries as asked for, each with all of its postings.
constexpr std::string_view entries_head =
    "SELECT e.entry_no, e.entry_id, e.kind, e.source, e.effective_on, e.recorded_at, e.reverses, "
    "p.account, p.user_id, p.amount_minor, p.currency FROM (SELECT * FROM ledger_entry "
    "WHERE 1 = 1";
constexpr std::string_view entries_tail =
    " ORDER BY entry_no LIMIT :rows) AS e "
    "JOIN ledger_posting AS p ON p.entry_no = e.entry_no ORDER BY e.entry_no, p.line";

// In two halves, thousands of millions and the rest, neither of which leaves the range.
constexpr std::int64_t half = 1'000'000'000;
constexpr std::string_view trial_balance_sql =
    "SELECT account, "
    "CAST(SUM(CASE WHEN amount_minor > 0 THEN amount_minor / 1000000000 ELSE 0 END) AS BIGINT), "
    "CAST(SUM(CASE WHEN amount_minor > 0 THEN amount_minor % 1000000000 ELSE 0 END) AS BIGINT), "
    "CAST(SUM(CASE WHEN amount_minor < 0 THEN amount_minor / 1000000000 ELSE 0 END) AS BIGINT), "
    "CAST(SUM(CASE WHEN amount_minor < 0 THEN amount_minor % 1000000000 ELSE 0 END) AS BIGINT), "
    "currency FROM ledger_posting WHERE effective_on <= :as_of GROUP BY currency, account";

constexpr std::string_view statement_sql =
    "WITH mine AS (SELECT entry_no, line, effective_on, amount_minor, currency, "
    "CAST(SUM(amount_minor) OVER (PARTITION BY currency ORDER BY entry_no, line) AS BIGINT) "
    "AS balance_minor FROM ledger_posting WHERE user_id = :user AND effective_on <= :as_of), "
    "page AS (SELECT DISTINCT entry_no FROM mine WHERE entry_no > :after "
    "ORDER BY entry_no LIMIT :rows) "
    "SELECT m.entry_no, e.entry_id, e.kind, e.source, m.effective_on, m.amount_minor, m.currency, "
    "m.balance_minor FROM page JOIN mine AS m ON m.entry_no = page.entry_no "
    "JOIN ledger_entry AS e ON e.entry_no = m.entry_no ORDER BY m.entry_no, m.line";

constexpr std::string_view balance_sql =
    "SELECT CAST(SUM(amount_minor) AS BIGINT), currency FROM ledger_posting "
    "WHERE user_id = :user GROUP BY currency ORDER BY currency";

// PostgreSQL refuses a number that leaves the range, SQLite's sum breaks: here both break.
template <class Read>
void in_range(Read read) {
  try {
    read();
  } catch (const sync::StoreRejected&) {
    throw sync::StoreBroken("a sum of the ledger leaves the range of its numbers");
  }
}

billing::NumberedEntry entry_in(const Query& row) {
  RowReader in{row, "ledger_entry"};
  return {.entry_no = in.number(),
          .entry = {.id = in.text(),
                    .kind = in.text(),
                    .source = in.text(),
                    .effective_on = in.date(),
                    .recorded_at = in.instant(),
                    .reverses = in.text_if_any(),
                    .postings = {}}};
}

billing::Posting posting_in(const Query& row) {
  RowReader in{row, "ledger_posting", 7};
  return {.account = in.word(&billing::parse_account),
          .customer = in.customer_if_any(),
          .amount = in.money()};
}

shared::Result<std::int64_t> joined(std::int64_t high, std::int64_t low) {
  const auto most = billing::multiply(high, half);
  return most ? billing::add(*most, low) : most;
}

// Nothing where all debits or all credits leave the range.
std::optional<billing::AccountBalance> account_in(const Query& row) {
  RowReader in{row, "ledger_posting"};
  const auto account = in.word(&billing::parse_account);
  const auto debit_high = in.number();
  const auto debit = joined(debit_high, in.number());
  const auto credit_high = in.number();  // no credit is above 0
  const auto credit = joined(-credit_high, -in.number());
  if (!debit || !credit) return std::nullopt;
  return billing::AccountBalance{
      .account = account,
      .balance = {*debit - *credit, billing::Currency::stored(in.text())},
      .debit_minor = *debit,
      .credit_minor = *credit};
}

billing::StatementLine line_in(const Query& row) {
  RowReader in{row, "ledger_posting"};
  return {.entry_no = in.number(),
          .entry_id = in.text(),
          .kind = in.text(),
          .source = in.text(),
          .effective_on = in.date(),
          .amount = in.money(),
          .balance_minor = in.number()};
}

}  // namespace

SqlLedgerViews::SqlLedgerViews(Session& reader)
    : entries_(reader, std::string{entries_head}, std::string{entries_tail}, "nttttntttnt"),
      trial_balance_(reader, std::string{trial_balance_sql}, "t", "tnnnnt"),
      statement_(reader, std::string{statement_sql}, "ttnn", "nttttntn"),
      balance_(reader, std::string{balance_sql}, "t", "nt") {}

billing::Page<billing::NumberedEntry> SqlLedgerViews::entries(const billing::EntryFilter& filter,
                                                              std::int64_t after_no,
                                                              std::size_t limit) {
  Conditions conditions;
  conditions.add(" AND entry_no > :after", after_no);
  if (filter.source) conditions.add(" AND source = :source", *filter.source);
  if (filter.customer) {
    conditions.add(" AND entry_no IN (SELECT entry_no FROM ledger_posting WHERE user_id = :user)",
                   filter.customer->user_text());
  }
  auto& list = entries_.with(conditions, limit + 1);
  billing::Page<billing::NumberedEntry> page;
  list.each([&] {
    if (page.has_more) return;
    if (page.rows.empty() || page.rows.back().entry_no != list.number(0)) {
      page.has_more = page.rows.size() == limit;
      if (page.has_more) return;
      page.rows.push_back(entry_in(list));
    }
    page.rows.back().entry.postings.push_back(posting_in(list));
  });
  return page;
}

shared::Result<std::vector<billing::AccountBalance>> SqlLedgerViews::trial_balance(
    billing::LocalDate as_of) {
  std::vector<billing::AccountBalance> all;
  bool fits = true;
  trial_balance_.with(billing::to_text(as_of)).each([&] {
    if (auto account = account_in(trial_balance_)) {
      all.push_back(std::move(*account));
    } else {
      fits = false;
    }
  });
  if (!fits) return shared::refuse(billing::errors::sum_too_large());
  std::ranges::sort(all, {}, [](const billing::AccountBalance& of) {
    return std::pair{of.balance.currency.code(), of.account};
  });
  return all;
}

billing::Page<billing::StatementLine> SqlLedgerViews::statement(const billing::CustomerId& customer,
                                                                billing::LocalDate as_of,
                                                                std::int64_t after_no,
                                                                std::size_t limit) {
  statement_.with(customer.user_text(), billing::to_text(as_of), after_no, limit + 1);
  billing::Page<billing::StatementLine> page;
  std::size_t entries = 0;
  in_range([&] {
    statement_.each([&] {
      const bool next = page.rows.empty() || page.rows.back().entry_no != statement_.number(0);
      if (next && ++entries > limit) page.has_more = true;
      if (!page.has_more) page.rows.push_back(line_in(statement_));
    });
  });
  return page;
}

std::vector<billing::Money> SqlLedgerViews::balance(const billing::CustomerId& customer) {
  std::vector<billing::Money> all;
  in_range([&] {
    balance_.with(customer.user_text()).each([&] {
      all.push_back(RowReader{balance_, "ledger_posting"}.money());
    });
  });
  return all;
}

}  // namespace sql
