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

void SqlStore::begin() {
  session_.begin();
  try {
    if (session_.dialect() == Dialect::postgresql) {
      lock_.run_later();
      durable_.reset();
    }
    if (!durable_) {
      read_head_.later([this](sync::Head head) {
        if (!read_head_.may_be_written()) throw sync::StoreBroken(moved_elsewhere);
        durable_ = std::move(head);
      });
    }
  } catch (...) {
    rollback();
    throw;
  }
}

sync::Head SqlStore::head() {
  if (moved_) return *moved_;
  if (!durable_) fetch();
  if (!durable_) throw sync::StoreBroken("the event log has no epoch");
  return *durable_;
}

void SqlStore::commit() {
  auto moved = std::exchange(moved_, std::nullopt);
  try {
    if (!durable_) fetch();  // whether this store may be written
    session_.commit();
  } catch (...) {
    rollback();
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
