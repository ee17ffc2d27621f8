#pragma once

#include <string>
#include <vector>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/head_query.hpp>

#include <ports/sync/state_reader.hpp>

namespace sql {

// SqlStateReader: a module's aggregates and the head of its log in one snapshot of its database.
//   Bounds  a snapshot is one page long
class SqlStateReader final : public sync::StateReader {
 public:
  // What is said stands on the same session.
  SqlStateReader(Session& reader, std::string log, std::vector<sync::AggregateStates*> said);

  sync::StatePage read(const sync::StateQuestion& question) override;

 private:
  sync::AggregateStates& states_of(const std::string& aggregate_type);
  void read_rows(const sync::StateQuestion& question, sync::StatePage& page);
  std::optional<sync::Head> head_at(sync::Offset offset);

  Session& session_;
  const std::string log_;
  const std::vector<sync::AggregateStates*> said_;
  HeadQuery head_;
  Query at_;
};

}  // namespace sql
