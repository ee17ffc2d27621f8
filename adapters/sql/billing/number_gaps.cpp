#include <adapters/sql/billing/number_gaps.hpp>

#include <adapters/sql/query.hpp>

namespace sql {

std::map<std::string, std::int64_t> next_numbers(Session& session) {
  std::map<std::string, std::int64_t> all;
  Query series{session, "SELECT name, next_no FROM number_series", "", "tn"};
  series.each([&] { all.emplace(series.text(0), series.number(1)); });
  return all;
}

void skip_numbers(Session& writer, const std::string& series, std::int64_t next,
                  const std::string& reason, shared::Instant now) {
  const auto given = next_numbers(writer);
  const auto found = given.find(series);
  const auto first = found == given.end() ? 1 : found->second;
  if (first >= next) return;
  Query note{writer,
             "INSERT INTO number_gap (series, first_no, last_no, reason, noted_at) "
             "VALUES (:series, :first, :last, :reason, :at)",
             "tnntn"};
  note.with(series, first, next - 1, reason, shared::to_unix_ms(now)).run();
  Query move{writer,
             "INSERT INTO number_series (name, next_no) VALUES (:name, :next) "
             "ON CONFLICT (name) DO UPDATE SET next_no = excluded.next_no",
             "tn"};
  move.with(series, next).run();
}

}  // namespace sql
