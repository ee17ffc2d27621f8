#include <adapters/sql/sync/sql_store.hpp>

#include <utility>

namespace sql {
namespace {

// A start says where to.
constexpr auto moved_elsewhere = "the store is being moved elsewhere, or was";

}  // namespace

// A log's name has no quote in it. The schema keeps deployments in one database apart.
std::string lock_statement(const std::string& log) {
  return "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.log.' || '" + log +
         "', 0))";
}

SqlStore::SqlStore(Session& writer, const std::string& log)
    : session_(writer), lock_(writer, lock_statement(log)), read_head_(writer) {}

sync::Head SqlStore::begin() {
  session_.begin();
  try {
    if (session_.dialect() == Dialect::postgresql) {
      lock_.run();
      durable_.reset();
    }
    if (!durable_) {
      durable_ = read_head_();
      if (!read_head_.may_be_written()) throw sync::StoreBroken(moved_elsewhere);
    }
    return *durable_;
  } catch (...) {
    rollback();
    throw;
  }
}

void SqlStore::commit() {
  auto moved = std::exchange(moved_, std::nullopt);
  try {
    session_.commit();
  } catch (...) {
    durable_.reset();
    throw;
  }
  if (moved) durable_ = std::move(moved);
}

void SqlStore::rollback() noexcept {
  moved_.reset();
  durable_.reset();
  session_.rollback();
}

}  // namespace sql
