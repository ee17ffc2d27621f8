#include <adapters/sql/sync/sql_lease.hpp>

namespace sql {
namespace {

constexpr auto bound_silence = "SET idle_session_timeout = 1000";

std::string with_key(const std::string& function, const std::string& name) {
  return "SELECT " + function + "(hashtextextended(current_schema() || '.lease." + name +
         "', 0))::int::bigint";
}

}  // namespace

SqlLease::SqlLease(Session& session, const std::string& name)
    : session_(session),
      lock_(session, with_key("pg_try_advisory_lock", name), "", "n"),
      unlock_(session, with_key("pg_advisory_unlock", name), "", "n") {}

bool SqlLease::hold() {
  if (session_.dialect() == Dialect::sqlite) return true;
  session_.guarded([this] { session_.connected(); });
  const auto connection = session_.connection();
  if (bounded_ != connection) {
    session_.run(bound_silence);
    bounded_ = connection;
  }
  if (held_ == connection) {
    session_.run("SELECT 1");  // the server hears of it; throws where the connection is gone
  } else {
    held_ = lock_.one() && lock_.number(0) == 1 ? connection : 0;
  }
  return held_ != 0;
}

void SqlLease::give_up() noexcept {
  const bool held = held_ != 0 && held_ == session_.connection();
  held_ = 0;
  if (!held) return;
  try {
    unlock_.one();
  } catch (...) {  // then the connection is lost, and the lock with it
  }
}

}  // namespace sql
