#include <adapters/sql/query.hpp>

#include <cassert>
#include <charconv>
#include <cstring>
#include <utility>

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <adapters/sql/overdue.hpp>
#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

std::size_t changed_by(const PgAnswer& answer) {
  std::size_t rows = 0;
  const char* const text = PQcmdTuples(answer.get());
  std::from_chars(text, text + std::strlen(text), rows);
  return rows;
}

}  // namespace

Query::Query(Session& session, std::string sql, std::string_view in, std::string_view out)
    : session_(session), sql_(std::move(sql)), answer_(nullptr, PQclear) {
  in_.reserve(in.size());
  for (const char type : in) in_.push_back({type});
  out_.reserve(out.size());
  for (const char type : out) out_.push_back({type});
}

Query::~Query() { forget(); }

Query& Query::bind(std::size_t at, std::string_view text) {
  assert(in_[at].type == 't');
  // PostgreSQL would cut the text there in silence.
  if (text.find('\0') != std::string_view::npos) {
    throw sync::StoreRejected("text with a NUL byte");
  }
  in_[at].text.assign(text);
  in_[at].indicator = soci::i_ok;
  return *this;
}

Query& Query::bind(std::size_t at, std::int64_t number) {
  assert(in_[at].type == 'n');
  in_[at].number = number;
  in_[at].indicator = soci::i_ok;
  return *this;
}

Query& Query::bind_null(std::size_t at) {
  in_[at].indicator = soci::i_null;
  return *this;
}

Query& Query::bind_swapped(std::size_t at, std::string& text) {
  assert(in_[at].type == 't');
  in_[at].text.swap(text);
  in_[at].indicator = soci::i_ok;
  return *this;
}

std::size_t Query::run() {
  if (on_postgresql()) {
    send({});
    return changed_by(session_.answers());
  }
  return session_.guarded([this] {
    prepare();
    statement_->execute(true);
    while (statement_->fetch()) {
    }
    return static_cast<std::size_t>(statement_->get_affected_rows());
  });
}

void Query::run_later(std::optional<std::size_t> changes) {
  if (on_postgresql()) return send({.changes = changes, .take = {}});
  if (const auto changed = run(); changes && changed != *changes) {
    throw sync::StoreRejected("a row is gone");
  }
}

void Query::send(Pipeline::Then then) {
  if (!statement_ || !session_.stands()) {
    session_.guarded([this] { prepare(); });
  }
  std::vector<const char*> values;
  values.reserve(in_.size());
  for (auto& cell : in_) {
    if (cell.type == 'n') cell.text = std::to_string(cell.number);
    values.push_back(cell.indicator == soci::i_null ? nullptr : cell.text.c_str());
  }
  session_.send(name_, values, std::move(then));
}

bool Query::one() {
  const bool found = start();
  while (found && next()) {
  }
  return found;
}

bool Query::start() {
  if (on_postgresql()) {
    send({});
    answer_ = session_.answers();
    row_ = 0;
    return next();
  }
  return session_.guarded([this] {
    prepare();
    return statement_->execute(true);
  });
}

bool Query::next() {
  if (on_postgresql()) {
    const bool more = row_ < PQntuples(answer_.get());
    if (more) show_row();
    else answer_.reset();
    return more;
  }
  return session_.guarded([this] { return statement_->fetch(); });
}

void Query::show_row() {
  for (std::size_t i = 0; i < out_.size(); ++i) {
    const auto column = static_cast<int>(i);
    auto& cell = out_[i];
    const bool null = PQgetisnull(answer_.get(), row_, column) != 0;
    cell.indicator = null ? soci::i_null : soci::i_ok;
    const char* const value = PQgetvalue(answer_.get(), row_, column);
    const auto length = static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column));
    if (cell.type == 't') {
      cell.text.assign(value, length);
    } else {
      cell.number = 0;
      std::from_chars(value, value + length, cell.number);
    }
  }
  ++row_;
}

void Query::prepare() {
  auto& connection = session_.connected();  // forgets every statement of a lost one
  if (statement_) return;
  const Awaiting awaiting(session_);
  auto statement = std::make_unique<soci::statement>(connection);
  statement->alloc();
  if (!on_postgresql()) exchange_cells(*statement);
  statement->prepare(sql_);
  statement->define_and_bind();
  if (on_postgresql()) {
    // static_cast: the backends hide their type information.
    name_ = static_cast<soci::postgresql_statement_backend*>(statement->get_backend())
                ->statementName_;
  }
  statement_ = std::move(statement);
  session_.prepared_.push_back(this);
}

void Query::exchange_cells(soci::statement& statement) {
  for (auto& cell : out_) {
    if (cell.type == 't') {
      statement.exchange(soci::into(cell.text, cell.indicator));
    } else {
      statement.exchange(soci::into(cell.number, cell.indicator));
    }
  }
  for (auto& cell : in_) {
    if (cell.type == 't') {
      statement.exchange(soci::use(cell.text, cell.indicator));
    } else {
      statement.exchange(soci::use(cell.number, cell.indicator));
    }
  }
}

void Query::forget() noexcept {
  if (!statement_) return;
  statement_.reset();
  std::erase(session_.prepared_, this);
}

}  // namespace sql
