#include <adapters/sql/query.hpp>

#include <cassert>
#include <utility>

#include <adapters/sql/overdue.hpp>
#include <ports/sync/store_errors.hpp>

namespace sql {

Query::Query(Session& session, std::string sql, std::string_view in, std::string_view out)
    : session_(session), sql_(std::move(sql)) {
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
  const Awaiting awaiting(session_);
  return session_.guarded([this] {
    prepare();
    statement_->execute(true);
    while (statement_->fetch()) {
    }
    return static_cast<std::size_t>(statement_->get_affected_rows());
  });
}

bool Query::one() {
  const bool found = start();
  while (found && next()) {
  }
  return found;
}

bool Query::start() {
  const Awaiting awaiting(session_);
  return session_.guarded([this] {
    prepare();
    return statement_->execute(true);
  });
}

bool Query::next() {
  return session_.guarded([this] { return statement_->fetch(); });
}

void Query::prepare() {
  auto& connection = session_.connected();  // forgets every statement of a lost one
  if (statement_) return;
  auto statement = std::make_unique<soci::statement>(connection);
  statement->alloc();
  for (auto& cell : out_) {
    if (cell.type == 't') {
      statement->exchange(soci::into(cell.text, cell.indicator));
    } else {
      statement->exchange(soci::into(cell.number, cell.indicator));
    }
  }
  for (auto& cell : in_) {
    if (cell.type == 't') {
      statement->exchange(soci::use(cell.text, cell.indicator));
    } else {
      statement->exchange(soci::use(cell.number, cell.indicator));
    }
  }
  statement->prepare(sql_);
  statement->define_and_bind();
  statement_ = std::move(statement);
  session_.prepared_.push_back(this);
}

void Query::forget() noexcept {
  if (!statement_) return;
  statement_.reset();
  std::erase(session_.prepared_, this);
}

}  // namespace sql
