#pragma once

#include <adapters/sql/billing/filtered_lists.hpp>
#include <adapters/sql/query.hpp>

#include <ports/billing/ledger_views.hpp>

namespace sql {

// SqlLedgerViews: ledger_entry and ledger_posting as readers see them.
class SqlLedgerViews final : public billing::LedgerViews {
 public:
  explicit SqlLedgerViews(Session& reader);

  billing::Page<billing::NumberedEntry> entries(const billing::EntryFilter& filter,
                                                std::int64_t after_no, std::size_t limit) override;
  shared::Result<std::vector<billing::AccountBalance>> trial_balance(
      billing::LocalDate as_of) override;
  billing::Page<billing::StatementLine> statement(const billing::CustomerId& customer,
                                                  billing::LocalDate as_of, std::int64_t after_no,
                                                  std::size_t limit) override;
  std::vector<billing::Money> balance(const billing::CustomerId& customer) override;

 private:
  FilteredLists entries_;
  Query trial_balance_;
  Query statement_;
  Query balance_;
};

}  // namespace sql
