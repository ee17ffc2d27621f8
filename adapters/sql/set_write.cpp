#include <adapters/sql/set_write.hpp>

#include <optional>

namespace sql {
namespace {

// A PostgreSQL parameter is the text of an array, whatever the array holds.
std::string parameters(Dialect dialect, const std::vector<Column>& columns) {
  return dialect == Dialect::sqlite ? shape(columns) : std::string(columns.size(), 't');
}

}  // namespace

SetWrite::SetWrite(Session& session, const Table& table, Verb verb)
    : query_(session, write_statement(session.dialect(), table, verb),
             parameters(session.dialect(), columns_given(table, verb))),
      verb_(verb) {
  if (session.dialect() == Dialect::postgresql) arrays_.resize(columns_given(table, verb).size());
}

SetWrite& SetWrite::cell(std::string_view text) {
  if (by_row()) {
    query_.bind(at_, text);
  } else {
    arrays_[at_].add(text);
  }
  ++at_;
  return *this;
}

SetWrite& SetWrite::cell(std::int64_t number) {
  if (by_row()) {
    query_.bind(at_, number);
  } else {
    arrays_[at_].add(number);
  }
  ++at_;
  return *this;
}

SetWrite& SetWrite::null() {
  if (by_row()) {
    query_.bind_null(at_);
  } else {
    arrays_[at_].add_null();
  }
  ++at_;
  return *this;
}

void SetWrite::end_row() {
  at_ = 0;
  ++rows_;
  if (by_row()) {
    rows_ = 0;
    query_.run_later(verb_ == Verb::update ? std::optional<std::size_t>{1} : std::nullopt);
  }
}

void SetWrite::finish() {
  if (rows_ == 0) return;
  for (std::size_t i = 0; i < arrays_.size(); ++i) query_.bind_swapped(i, arrays_[i].closed());
  const auto expected = rows_;
  clear();
  query_.run_later(verb_ == Verb::update ? std::optional{expected} : std::nullopt);
}

void SetWrite::clear() noexcept {
  at_ = 0;
  rows_ = 0;
  for (auto& array : arrays_) array.clear();
}

}  // namespace sql
