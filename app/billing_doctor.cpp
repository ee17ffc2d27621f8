#include <app/billing_doctor.hpp>

#include <adapters/sql/billing/books_checks.hpp>

namespace app {

void examine_books(sql::Session& session, bool deep, Findings& findings) {
  const std::string restore = "restore billing's database from a backup";
  auto ledger = sql::unbalanced(session, deep);
  for (auto& line : sql::torn_entries(session)) ledger.push_back(std::move(line));
  findings.none_of("ledger", ledger,
                   deep ? "debits and credits are equal, in each entry too"
                        : "debits and credits are equal",
                   "rows of the ledger were changed or lost: " + restore);
  findings.none_of("invoice numbers", sql::number_faults(session), "none is missing",
                   "an invoice was removed: say in the books why, or " + restore);
  findings.none_of("billing orphans", sql::orphans(session), "none",
                   "rows were removed: " + restore);
}

}  // namespace app
