#include <adapters/sql/sync/sql_key_history.hpp>

#include <adapters/sql/sync/event_row.hpp>

namespace sql {
namespace {

std::string between_offsets(const char* direction) {
  return "SELECT log_offset, " + std::string(event_columns) +
         " FROM event_log WHERE log_offset >= :from AND log_offset <= :through "
         "AND aggregate_key = :key ORDER BY log_offset " +
         direction + " LIMIT :rows";
}

std::vector<sync::Event> read(Query& query, const std::string& key, sync::Offset from,
                              sync::Offset through, std::size_t events_max) {
  std::vector<sync::Event> events;
  query.with(from, through, key, events_max).each([&] {
    events.push_back(read_event(query, 1, static_cast<sync::Offset>(query.number(0))));
  });
  return events;
}

}  // namespace

SqlKeyHistory::SqlKeyHistory(Session& reader)
    : first_(reader, "SELECT log_offset FROM event_log ORDER BY log_offset LIMIT 1", "", "n"),
      newest_(reader, between_offsets("DESC"), "nntn", "n" + std::string(event_shape)),
      oldest_(reader, between_offsets("ASC"), "nntn", "n" + std::string(event_shape)) {}

sync::Offset SqlKeyHistory::first() {
  return first_.one() ? static_cast<sync::Offset>(first_.number(0)) : 1;
}

std::vector<sync::Event> SqlKeyHistory::newest(const std::string& key, sync::Offset from,
                                               sync::Offset through, std::size_t events_max) {
  return read(newest_, key, from, through, events_max);
}

std::vector<sync::Event> SqlKeyHistory::oldest(const std::string& key, sync::Offset from,
                                               sync::Offset through, std::size_t events_max) {
  return read(oldest_, key, from, through, events_max);
}

}  // namespace sql
