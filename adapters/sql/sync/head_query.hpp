#pragma once

#include <adapters/sql/query.hpp>

#include <sync/domain/event.hpp>

namespace sql {

// HeadQuery: asks a log's database where the log ends.
class HeadQuery {
 public:
  explicit HeadQuery(Session& session);
  sync::Head operator()();
  // Whether the log may be written behind the head that was read last: not where its store is moved
  // elsewhere, or is not whole yet.
  bool may_be_written() const { return query_.number(5) == 0; }

 private:
  Query query_;
};

}  // namespace sql
