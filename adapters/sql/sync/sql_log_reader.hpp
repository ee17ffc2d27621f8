#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/head_query.hpp>

#include <ports/sync/event_log.hpp>

namespace sql {

// SqlLogReader: event_log, read through a session of the reader's own.
//   Errors  a gap, or a row that cannot be read, is StoreBroken: never a guess
class SqlLogReader final : public sync::LogReader {
 public:
  explicit SqlLogReader(Session& reader);

  sync::Head head() override;
  std::vector<sync::Commit> read(sync::Offset after, sync::ReadLimits limits) override;
  std::vector<sync::Event> events(sync::Offset after, std::size_t events_max) override;
  std::optional<sync::Hash256> chain_at(sync::Offset offset) override;
  std::vector<sync::EpochStart> epochs() override;

 private:
  // Calls row(event) for at most `rows_max` rows that follow `after`; how many there were.
  template <class Row>
  std::size_t page(sync::Offset after, std::size_t rows_max, Row&& row);

  HeadQuery read_head_;
  Query rows_;
  Query chain_;
  Query epochs_;
};

}  // namespace sql
