#pragma once

#include <optional>

#include <adapters/memory/table.hpp>

#include <ports/shared/rows.hpp>

namespace memory {

// MemoryRows: aggregates of one type in memory. KeyOf: Key(const Row&).
template <class Key, class Row, class KeyOf>
class MemoryRows : public shared::Rows<Key, Row> {
 public:
  void new_batch() { rows_.new_batch(); }
  void want(const Key& key) override { rows_.want(key); }
  std::optional<Row> find(const Key& key) override { return rows_.find(key); }
  void put(const Row& row) override { rows_.put(KeyOf{}(row), row); }
  void remove(const Key& key) override { rows_.remove(key); }

  const auto& rows() const { return rows_.rows(); }

 protected:
  Table<Key, Row> rows_;
};

}  // namespace memory
