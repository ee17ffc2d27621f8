#pragma once

#include <optional>

namespace shared {

// Rows: aggregates of one type by their key, as the write lane sees them: loaded by set, changed in
// memory, flushed by set. Changes last if the command is kept, and become durable with its events.
template <class Key, class Row>
class Rows {
 public:
  virtual ~Rows() = default;
  // Names a row for the next load.
  virtual void want(const Key& key) = 0;
  // A row that was wanted and loaded, or put in this batch; nothing where there is none, or where
  // it is wanted and not loaded yet. Asking for what was never wanted is a bug.
  virtual std::optional<Row> find(const Key& key) = 0;
  // Adds the row, or overwrites the one of the same key.
  virtual void put(const Row& row) = 0;
  // Deletes the row. Harmless where there is none.
  virtual void remove(const Key& key) = 0;
};

}  // namespace shared
