#include <adapters/sql/session.hpp>

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <adapters/sql/failure.hpp>
#include <adapters/sql/overdue.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/sqlite_options.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

// static_cast: the backends hide their type information.
PGconn* postgresql_handle(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

// A server that is there refuses before: this much longer the refusal may be on its way.
constexpr std::chrono::milliseconds silence_max{3'000};

// Every statement here reaches its rows by an index, as SQLite runs it. A plan is kept for the
// connection's life, and one made while a table was small would read the whole of it ever after.
// Where nothing else is left PostgreSQL still scans, at a price that would have it compiled.
constexpr auto keyed_plans =
    "; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off"
    "; SET jit = off";

// What comes with a failure is said by the failure, and libpq would print it beside the log.
void ignore_notice(void*, const char*) {}

}  // namespace

Session::Session(Location location, Access access)
    : location_(std::move(location)), access_(access) {
  const bool sqlite = dialect() == Dialect::sqlite;
  begin_ = std::make_unique<Query>(
      *this, sqlite ? "BEGIN IMMEDIATE" : "BEGIN ISOLATION LEVEL READ COMMITTED");
  begin_snapshot_ = std::make_unique<Query>(
      *this, sqlite ? "BEGIN DEFERRED" : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  commit_ = std::make_unique<Query>(*this, "COMMIT");
  rollback_ = std::make_unique<Query>(*this, "ROLLBACK");
  connected();
}

Session::~Session() { close(); }

Dialect Session::dialect() const {
  return std::holds_alternative<Sqlite>(location_) ? Dialect::sqlite : Dialect::postgresql;
}

soci::session& Session::connected() {
  fetch();
  if (stands()) return soci_;
  if (in_transaction_) throw sync::StoreUnavailable("the connection was lost in a transaction");
  close();
  open_or_back_off();
  return soci_;
}

void Session::send(const std::string& statement, const std::vector<const char*>& values,
                   Pipeline::Then then) {
  const Awaiting awaiting(*this);
  guarded([&] { pipeline_.send(postgresql_handle(soci_), statement, values, std::move(then)); });
}

void Session::fetch() {
  if (!pipeline_.empty()) answers();
}

PgAnswer Session::answers() {
  const Awaiting awaiting(*this);
  return guarded([this] { return pipeline_.answers(); });
}

void Session::open_or_back_off() {
  if (back_off_.waits()) throw sync::StoreUnavailable(back_off_.why());
  try {
    open();
    back_off_.succeeded();
  } catch (const sync::StoreUnavailable& failure) {
    if (dialect() == Dialect::postgresql) back_off_.failed(failure.what());
    throw;
  }
}

void Session::open() {
  guarded([this] {
    try {
      if (const auto* sqlite = std::get_if<Sqlite>(&location_)) {
        open_sqlite(*sqlite);
      } else {
        open_postgresql(std::get<Postgresql>(location_));
      }
    } catch (...) {
      disconnected(*this);
      soci_.close();
      throw;
    }
  });
  open_ = true;
  ++connections_;
}

void Session::open_sqlite(const Sqlite& at) {
  set_up_sqlite();
  soci_.open(soci::sqlite3, connect_string(at));
  give_options(soci_, at, access_);
}

void Session::open_postgresql(const Postgresql& at) {
  const auto limit = std::to_string(at.timeout_ms);
  soci_.open(soci::postgresql,
             at.conninfo + " connect_timeout=5 tcp_user_timeout=" + limit +
                 // While an answer is awaited nothing is unacknowledged: these find a dead peer.
                 " keepalives_idle=5 keepalives_interval=1 keepalives_count=3");
  auto* const handle = postgresql_handle(soci_);
  PQsetNoticeProcessor(handle, ignore_notice, nullptr);
  connected_by(*this, PQsocket(handle), std::chrono::milliseconds{at.timeout_ms} + silence_max);
  const Awaiting awaiting(*this);
  soci_ << "SET search_path = \"" + at.schema + "\"; SET client_min_messages = warning"
        << keyed_plans
        << "; SET lock_timeout = " + limit << "; SET statement_timeout = " + limit
        << "; SET idle_in_transaction_session_timeout = " + limit
        << (access_ == Access::reader ? "; SET default_transaction_read_only = on" : "");
}

void Session::close() noexcept {
  drop_answers();
  while (!prepared_.empty()) prepared_.back()->forget();
  if (!open_) return;
  open_ = false;
  in_transaction_ = false;
  disconnected(*this);
  try {
    if (dialect() == Dialect::sqlite && access_ == Access::writer) keep_wal_file(soci_);
    soci_.close();
  } catch (...) {  // a connection that is lost anyway
  }
}

bool Session::connection_lost() {
  return dialect() == Dialect::postgresql &&
         PQstatus(postgresql_handle(soci_)) == CONNECTION_BAD;
}

void Session::begin() {
  connected();
  begin_->run_later();
  in_transaction_ = true;
}

void Session::begin_snapshot() {
  connected();
  begin_snapshot_->run_later();
  in_transaction_ = true;
}

void Session::commit() {
  bool asked = false;
  try {
    if (pipeline_.counts()) answers();  // a count that is wrong must not be committed
    refuse_to_commit_half();
    asked = true;
    commit_->run();
    in_transaction_ = false;
  } catch (const sync::StoreUnavailable& failure) {
    if (asked && connection_lost()) {
      in_transaction_ = false;
      throw sync::CommitUnknown(failure.what());
    }
    rollback();
    throw;
  } catch (...) {
    rollback();
    throw;
  }
}

// PostgreSQL answers a COMMIT of a failed transaction with success, after rolling it back. Where
// something was sent before it in the same round trip, that fails first.
void Session::refuse_to_commit_half() {
  if (dialect() == Dialect::sqlite) return;
  auto* handle = postgresql_handle(soci_);
  if (PQtransactionStatus(handle) == PQTRANS_INERROR) {
    throw sync::StoreUnavailable("the transaction had failed before its commit");
  }
}

void Session::rollback() noexcept {
  if (!in_transaction_) return;
  in_transaction_ = false;
  drop_answers();
  try {
    // SQLite has rolled back by itself after some errors, and says so by an error.
    if (!connection_lost()) rollback_->run();
  } catch (...) {
  }
}

void Session::drop_answers() noexcept {
  const Awaiting awaiting(*this);
  pipeline_.drop();
}

void Session::run(const std::string& sql) {
  const Awaiting awaiting(*this);
  guarded([&] { connected() << sql; });
}

void Session::fail(const soci::soci_error& error) { throw_as_store_failure(error); }

}  // namespace sql
