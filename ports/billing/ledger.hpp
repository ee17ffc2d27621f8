#pragma once

#include <billing/domain/ledger.hpp>

namespace billing {

// Ledger: the books, as the write lane has them: entries are added, never changed or removed, in
// the order they were appended, with the state they speak of. An entry whose id was used, or that
// reverses what was reversed, is refused by the store (StoreRejected).
class Ledger {
 public:
  virtual ~Ledger() = default;
  virtual void append(const LedgerEntry& entry) = 0;
};

}  // namespace billing
