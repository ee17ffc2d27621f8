#include <adapters/sql/sync/sql_log_reader.hpp>

#include <algorithm>

#include <adapters/sql/sync/event_row.hpp>
#include <adapters/sql/sync/roots_text.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

// PostgreSQL hands over a whole answer at once: this bounds it, whatever the payloads weigh.
constexpr std::size_t page_rows = 128;

}  // namespace

SqlLogReader::SqlLogReader(Session& reader)
    : read_head_(reader),
      rows_(reader,
            "SELECT log_offset, epoch, chain, roots, " + std::string(event_columns) +
                " FROM event_log WHERE log_offset > :after ORDER BY log_offset LIMIT :rows",
            "nn", "nntt" + std::string(event_shape)),
      chain_(reader, "SELECT chain FROM event_log WHERE log_offset = :at", "n", "t"),
      epochs_(reader, "SELECT epoch, first_offset, chain_before FROM log_epoch ORDER BY epoch", "",
              "nnt") {}

template <class Row>
std::size_t SqlLogReader::page(sync::Offset after, std::size_t rows_max, Row&& row) {
  std::size_t count = 0;
  rows_.with(after, rows_max).each([&] {
    const auto offset = static_cast<sync::Offset>(rows_.number(0));
    if (offset != after + ++count) {
      throw sync::StoreBroken("the event log has a gap before offset " + std::to_string(offset));
    }
    row(read_event(rows_, 4, offset));
  });
  return count;
}

sync::Head SqlLogReader::head() { return read_head_(); }

std::vector<sync::Commit> SqlLogReader::read(sync::Offset after, sync::ReadLimits limits) {
  std::vector<sync::Commit> commits;
  sync::Commit commit;
  std::size_t events = 0;  // of whole commits and of the one that grows
  std::size_t bytes = 0;
  bool full = false;
  while (!full) {
    const auto count = page(after, page_rows, [&](sync::Event event) {
      if (full) return;
      ++events;
      bytes += event.payload.size();
      full = !commits.empty() && (events > limits.events_max || bytes > limits.bytes_max);
      if (full) return;
      commit.events.push_back(std::move(event));
      if (rows_.is_null(2)) return;
      commit.epoch = static_cast<sync::Epoch>(rows_.number(1));
      commit.chain = parse_chain(rows_.text(2));
      commit.roots = parse_roots(rows_.text(3));
      commits.push_back(std::exchange(commit, {}));
      full = events >= limits.events_max || bytes >= limits.bytes_max;
    });
    if (count < page_rows) break;
    after += count;
  }
  return commits;
}

std::vector<sync::Event> SqlLogReader::events(sync::Offset after, std::size_t events_max) {
  std::vector<sync::Event> events;
  while (events.size() < events_max) {
    const auto wanted = std::min(page_rows, events_max - events.size());
    const auto count =
        page(after, wanted, [&](sync::Event event) { events.push_back(std::move(event)); });
    if (count < wanted) break;
    after += count;
  }
  return events;
}

std::optional<sync::Hash256> SqlLogReader::chain_at(sync::Offset offset) {
  if (offset == 0) return epochs().front().chain_before;
  if (!chain_.with(offset).one() || chain_.is_null(0)) return std::nullopt;
  return parse_chain(chain_.text(0));
}

std::vector<sync::EpochStart> SqlLogReader::epochs() {
  std::vector<sync::EpochStart> epochs;
  epochs_.each([&] {
    epochs.push_back({static_cast<sync::Epoch>(epochs_.number(0)),
                      static_cast<sync::Offset>(epochs_.number(1)),
                      parse_chain(epochs_.text(2))});
  });
  return epochs;
}

}  // namespace sql
