#pragma once

#include <adapters/sql/session.hpp>
#include <app/findings.hpp>

namespace app {

// Billing's books: the ledger's sums and numbers, the invoices' numbers, what refers to nothing.
void examine_books(sql::Session& session, bool deep, Findings& findings);

}  // namespace app
