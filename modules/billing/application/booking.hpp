#pragma once

#include <optional>

#include <ports/billing/ledger.hpp>

namespace billing {

// Writes an entry into the books, where there is one: a template of zero amounts makes none.
inline void book(Ledger& ledger, const std::optional<LedgerEntry>& entry) {
  if (entry) ledger.append(*entry);
}

}  // namespace billing
