#include <adapters/sql/move/store_copy.hpp>

#include <algorithm>
#include <utility>

#include <adapters/sql/set_write.hpp>

namespace sql {

struct StoreCopy::Line {
  Line(const StoredTable& stored, Session& from_session, Session& to_session,
       std::size_t page_rows)
      : table(stored),
        from(from_session, stored, page_rows),
        to(to_session, stored, page_rows),
        write(to_session, stored.shape, Verb::keep) {}

  const StoredTable& table;
  TablePages from;
  TablePages to;
  SetWrite write;
  std::optional<StoredRow> last;  // copied, or compared
  bool begun = false;
};

StoreCopy::StoreCopy(std::string_view module, Session& from, Session& to, std::size_t page_rows)
    : to_(to), page_rows_(page_rows), tables_(stored_tables(module)) {
  for (const auto& table : tables_) {
    lines_.push_back(std::make_unique<Line>(*table, from, to, page_rows));
    progress_.total += lines_.back()->from.count();
  }
}

StoreCopy::~StoreCopy() = default;

bool StoreCopy::target_is_blank() {
  return std::ranges::all_of(
      lines_, [](auto& line) { return line->to.count() == line->table.seeds; });
}

bool StoreCopy::step() {
  if (at_ == lines_.size()) {
    if (progress_.phase == Phase::copying) {
      for (auto& line : lines_) line->last.reset();
      progress_ = {Phase::comparing, 0, progress_.total};
      at_ = 0;
    } else {
      progress_.phase = Phase::done;
      return false;
    }
  }
  auto& line = *lines_[at_];
  if (progress_.phase == Phase::copying) {
    copy_page(line);
  } else {
    compare_page(line);
  }
  return true;
}

void StoreCopy::copy_page(Line& line) {
  if (!std::exchange(line.begun, true)) {
    line.last = line.to.last();  // of a copy that was killed
    if (line.last) progress_.rows += line.to.count();
  }
  const auto rows = line.from.after(line.last ? &*line.last : nullptr);
  if (!rows.empty()) {
    to_.begin();
    try {
      for (const auto& row : rows) {
        for (const auto& cell : row) {
          if (cell.text) {
            line.write.cell(*cell.text);
          } else if (cell.number) {
            line.write.cell(*cell.number);
          } else {
            line.write.null();
          }
        }
        line.write.end_row();
      }
      line.write.finish();
    } catch (...) {
      line.write.clear();
      to_.rollback();
      throw;
    }
    to_.commit();
    progress_.rows += rows.size();
    line.last = rows.back();
  }
  if (rows.size() < page_rows_) end_table(line);
}

void StoreCopy::end_table(Line& line) {
  if (!line.table.drawn.empty()) number_on(line);
  ++at_;
}

// PostgreSQL draws the next number from a sequence, which knows nothing of the rows copied.
void StoreCopy::number_on(Line& line) {
  if (to_.dialect() == Dialect::sqlite || !line.to.last()) return;
  to_.run("SELECT setval(pg_get_serial_sequence('" + line.table.name + "', '" + line.table.drawn +
          "'), (SELECT max(" + line.table.drawn + ") FROM " + line.table.name + "))");
}

void StoreCopy::compare_page(Line& line) {
  const auto* behind = line.last ? &*line.last : nullptr;
  auto wanted = line.from.after(behind);
  const auto found = line.to.after(behind);
  for (std::size_t at = 0; at < std::max(wanted.size(), found.size()); ++at) {
    if (at < wanted.size() && at < found.size() && wanted[at] == found[at]) continue;
    const auto& row = at < wanted.size() ? wanted[at] : found[at];
    throw StoresDiffer("the copy differs in table " + line.table.name + " at " +
                       key_text(line.table, row));
  }
  progress_.rows += wanted.size();
  const bool over = wanted.size() < page_rows_;
  if (!wanted.empty()) line.last = std::move(wanted.back());
  if (over) ++at_;
}

}  // namespace sql
