#pragma once

#include <string>
#include <vector>

#include <adapters/sql/session.hpp>

// Questions to billing's database whose answers, where the books are whole, are empty: each line
// names what is wrong. They read, and lock nothing.
namespace sql {

// Currencies in which debits and credits differ, and then (or where `deep`) the entries that do not
// balance.
std::vector<std::string> unbalanced(Session& session, bool deep);

// Entry numbers that are missing; entries without postings and postings without their entry.
std::vector<std::string> torn_entries(Session& session);

// Invoice numbers that nobody has, and series that would give a number again.
std::vector<std::string> number_faults(Session& session);

// What refers to what is not there: invoices of no subscription, payments of no invoice, ...; live
// subscriptions whose customer neither the copy of the users holds nor a parked key explains.
std::vector<std::string> orphans(Session& session);

}  // namespace sql
