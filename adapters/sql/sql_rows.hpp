#pragma once

#include <optional>

#include <adapters/sql/working_rows.hpp>

#include <ports/shared/rows.hpp>
#include <ports/sync/store.hpp>

namespace sql {

// SqlRows: one table of aggregates under the write lane. The mapping is all that a module says of
// its own (see WorkingRows).
template <class Mapping>
class SqlRows : public shared::Rows<typename Mapping::Key, typename Mapping::Row>,
                public sync::WorkingTable {
 public:
  using Key = typename Mapping::Key;
  using Row = typename Mapping::Row;

  explicit SqlRows(Session& writer) : rows_(writer) {}

  void want(const Key& key) override { rows_.want(key); }
  std::optional<Row> find(const Key& key) override {
    const auto* row = rows_.find(key);
    return row != nullptr ? std::optional{*row} : std::nullopt;
  }
  void put(const Row& row) override { rows_.put(row); }
  void remove(const Key& key) override { rows_.remove(key); }

  bool load() override { return rows_.load(); }
  void keep() override { rows_.keep(); }
  void drop() override { rows_.drop(); }
  void flush() override { rows_.flush(); }
  void clear() noexcept override { rows_.clear(); }

 protected:
  WorkingRows<Mapping> rows_;
};

}  // namespace sql
