#pragma once

#include <adapters/sql/location.hpp>
#include <ports/billing/user_replica.hpp>

// A planted refusal: a rule as a bad migration might leave it behind in billing's database, by
// which the store refuses every change of one user's replica. For demos and tests of parking: the
// refusal is the database's own. A file nobody else has open meanwhile; on PostgreSQL it is for
// whoever may change the schema, also while others are at work.
//   Errors  what ports/sync/store_errors.hpp says
namespace sql {

// One at a time: planted again, it moves to that user.
void plant_refusal(const Location& billing, const billing::CustomerId& of);

// Takes it away; nothing where there is none.
void mend_refusal(const Location& billing);

}  // namespace sql
