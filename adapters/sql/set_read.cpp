#include <adapters/sql/set_read.hpp>

namespace sql {

SetRead::SetRead(Session& session, const Table& table, std::vector<Column> by,
                 std::string_view only)
    : query_(session, read_statement(session.dialect(), table, by, only),
             session.dialect() == Dialect::sqlite ? shape(by) : std::string(by.size(), 't'),
             shape(table.columns)) {
  if (session.dialect() == Dialect::postgresql) arrays_.resize(by.size());
}

SetRead::SetRead(Session& session, const Table& table)
    : SetRead(session, table, columns_given(table, Verb::erase)) {}

SetRead& SetRead::cell(std::string_view text) {
  if (arrays_.empty()) {
    query_.bind(at_, text);
  } else {
    arrays_[at_].add(text);
  }
  ++at_;
  return *this;
}

SetRead& SetRead::cell(std::int64_t number) {
  if (arrays_.empty()) {
    query_.bind(at_, number);
  } else {
    arrays_[at_].add(number);
  }
  ++at_;
  return *this;
}

void SetRead::clear() noexcept {
  at_ = 0;
  keys_ = 0;
  for (auto& array : arrays_) array.clear();
}

void SetRead::close_arrays() {
  for (std::size_t i = 0; i < arrays_.size(); ++i) query_.bind_swapped(i, arrays_[i].closed());
  clear();
}

}  // namespace sql
