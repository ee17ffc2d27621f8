#pragma once

#include <adapters/sql/query.hpp>

#include <sync/domain/event.hpp>

namespace sql {

// HeadQuery: asks a log's database where the log ends.
class HeadQuery {
 public:
  explicit HeadQuery(Session& session);
  sync::Head operator()();
  // take(head) by the session's next wait (Query::each_later).
  template <class Take>
  void later(Take take) {
    query_.each_later([this, take] { take(head()); });
  }
  // Whether the log may be written behind the head that was read last: not where its store is moved
  // elsewhere, or is not whole yet.
  bool may_be_written() const { return query_.number(5) == 0; }

 private:
  sync::Head head() const;

  Query query_;
};

}  // namespace sql
