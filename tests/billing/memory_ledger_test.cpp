#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include <adapters/memory/billing/memory_ledger.hpp>

namespace {

billing::LedgerEntry entry(const std::string& id, std::optional<std::string> reverses = {}) {
  return {.id = id,
          .kind = "issued",
          .source = "in_1",
          .effective_on = {},
          .recorded_at = {},
          .reverses = std::move(reverses),
          .postings = {}};
}

TEST(MemoryLedger, RefusesWhatAStoreWould) {
  memory::MemoryLedger ledger;
  ledger.append(entry("issued:in_1"));
  EXPECT_THROW(ledger.append(entry("issued:in_1")), sync::StoreRejected);
  ledger.append(entry("voided:in_1", "issued:in_1"));
  EXPECT_THROW(ledger.append(entry("again:in_1", "issued:in_1")), sync::StoreRejected);
  ASSERT_EQ(ledger.entries().size(), 2U);
  EXPECT_EQ(ledger.entries()[1].id, "voided:in_1");
}

}  // namespace
