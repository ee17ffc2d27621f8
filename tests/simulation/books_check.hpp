#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <tests/simulation/billing_life.hpp>
#include <tests/simulation/billing_story.hpp>
#include <tests/simulation/sim_gateway.hpp>

namespace sim {

// Invariant 2 of billing: its tables hold what its log says, row by row.
void check_tables(const BillingShelf& shelf, const BillingStory& story);

// Invariant 12: the books are, entry by entry, what the log leads to; each prefix of them adds up;
// and the balances are what the invoices and schedules say.
void check_books(const BillingShelf& shelf, const BillingStory& story);

// EntriesSeen: invariant 12 over time: an entry that was seen once stays as it was.
class EntriesSeen {
 public:
  void look(const BillingShelf& shelf);
  // An older copy took the place of the books.
  void forget() { seen_.clear(); }

 private:
  std::map<std::int64_t, billing::LedgerEntry> seen_;
};

// Invariant 13: what billing has booked is what the gateway took. `whole`: billing knows of every
// payment that it ever made, and no question is open.
void check_money(const SimGateway& gateway, const BillingStory& story, bool whole);

}  // namespace sim
