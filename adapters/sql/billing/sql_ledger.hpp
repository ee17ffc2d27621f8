#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <adapters/sql/query.hpp>
#include <adapters/sql/set_write.hpp>

#include <ports/billing/ledger.hpp>
#include <ports/sync/store.hpp>

namespace sql {

// SqlLedger: the books under the write lane. What a batch appends is numbered when it is flushed,
// behind the last entry there is: the batch's transaction excludes every other writer, so that the
// numbers have no gap and none stands twice.
class SqlLedger final : public billing::Ledger, public sync::WorkingTable {
 public:
  explicit SqlLedger(Session& writer);

  void append(const billing::LedgerEntry& entry) override { entries_.push_back(entry); }

  bool load() override { return false; }
  void keep() override { kept_ = entries_.size(); }
  void drop() override;
  void flush() override;
  void clear() noexcept override;

 private:
  void write_entries(std::int64_t after_no);
  void write_postings(std::int64_t after_no);

  Query last_no_;
  SetWrite insert_entry_;
  SetWrite insert_posting_;
  std::vector<billing::LedgerEntry> entries_;
  std::size_t kept_ = 0;
};

}  // namespace sql
