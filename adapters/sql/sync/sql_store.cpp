#include <adapters/sql/sync/sql_store.hpp>

#include <utility>

namespace sql {

SqlStore::SqlStore(Session& writer, const std::string& log)
    : session_(writer),
      // A log's name has no quote in it. The schema keeps deployments in one database apart.
      lock_(writer, "SELECT pg_advisory_xact_lock(hashtextextended("
                    "current_schema() || '.log.' || '" + log + "', 0))"),
      read_head_(writer) {}

sync::Head SqlStore::begin() {
  session_.begin();
  try {
    if (session_.dialect() == Dialect::postgresql) {
      // A statement of its own: the next one's snapshot must be younger than the lock.
      lock_.run();
      durable_.reset();
    }
    if (!durable_) durable_ = read_head_();
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
