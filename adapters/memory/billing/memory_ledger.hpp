#pragma once

#include <set>
#include <string>
#include <vector>

#include <ports/billing/ledger.hpp>
#include <ports/sync/store_errors.hpp>

namespace memory {

// MemoryLedger: the books in memory, in the order of writing; it refuses what a store would.
class MemoryLedger final : public billing::Ledger {
 public:
  void append(const billing::LedgerEntry& entry) override {
    if (ids_.contains(entry.id)) throw sync::StoreRejected{"the id of a ledger entry was used"};
    if (entry.reverses && !reversed_.insert(*entry.reverses).second) {
      throw sync::StoreRejected{"a ledger entry was reversed already"};
    }
    ids_.insert(entry.id);
    entries_.push_back(entry);
  }

  const std::vector<billing::LedgerEntry>& entries() const { return entries_; }

 private:
  std::vector<billing::LedgerEntry> entries_;
  std::set<std::string> ids_;
  std::set<std::string> reversed_;
};

}  // namespace memory
