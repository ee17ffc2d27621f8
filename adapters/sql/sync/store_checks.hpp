#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <adapters/sql/session.hpp>

// Questions to one module's database whose answers, where it is healthy, are empty. They read, and
// lock nothing: each is one statement, so it sees one moment, also beside a server at work. At most
// ten findings are named.
namespace sql {

// What SQLite finds wrong with its own file: its pages alone, or where `deep` also whether each
// index holds what its table does. PostgreSQL is not asked.
std::vector<std::string> damage_of(Session& session, bool deep);

// Events that wait for a key which is not parked, and parked keys for which another number of
// events waits than they say.
std::vector<std::string> parked_apart(Session& session);

// The furthest offset that a record of what a command came to points at: of the newest thousand, or
// where `deep` of all; 0 where there is none. Asked before where the log ends, which only grows.
std::int64_t newest_record(Session& session, bool deep);

// What this role may do on PostgreSQL that a service must not, or everybody else may; empty on
// SQLite, and where it owns the schema, as developers do.
std::vector<std::string> rights_too_many(Session& session);

// PostgreSQL: how far its clock is ahead of `now_ms`.
std::int64_t clock_ahead_ms(Session& session, std::int64_t now_ms);

// PostgreSQL: whether what goes to and fro leaves this machine without encryption.
bool on_the_wire_in_clear(Session& session);

}  // namespace sql
