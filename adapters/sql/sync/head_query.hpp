#pragma once

#include <adapters/sql/query.hpp>

#include <sync/domain/event.hpp>

namespace sql {

// HeadQuery: asks a log's database where the log ends.
class HeadQuery {
 public:
  explicit HeadQuery(Session& session);
  sync::Head operator()();

 private:
  Query query_;
};

}  // namespace sql
