#pragma once

#include <cstdint>
#include <string>

#include <adapters/sql/query.hpp>

#include <ports/sync/lease.hpp>

namespace sql {

// SqlLease: on PostgreSQL a lock that belongs to a session, which the server ends where it hears
// nothing of it for a second. So the lock is free at once when the process dies, soon when it
// freezes, by the server's clock alone, and keeping it writes nothing. SQLite's files have one
// process, which always holds it.
class SqlLease final : public sync::Lease {
 public:
  // The session is used at least as often as hold() is to be said, and for short reads alone; it
  // outlives this. `name` has no quote in it.
  SqlLease(Session& session, const std::string& name);

  bool hold() override;
  void give_up() noexcept override;

 private:
  Session& session_;
  Query lock_;
  Query unlock_;
  std::uint64_t bounded_ = 0;  // the connection whose silence is bounded
  std::uint64_t held_ = 0;     // the connection that holds the lock; 0: none
};

}  // namespace sql
