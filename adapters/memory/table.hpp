#pragma once

#include <cassert>
#include <map>
#include <optional>
#include <set>

namespace memory {

// Table: rows by key, for tests of what stands on a repository. It holds the callers to the law of
// the working sets: a row that was neither wanted nor put must not be asked for.
template <class Key, class Row>
class Table {
 public:
  // What was wanted or put before is to be wanted again.
  void new_batch() { wanted_.clear(); }
  void want(const Key& key) { wanted_.insert(key); }

  std::optional<Row> find(const Key& key) const {
    assert(wanted_.contains(key));
    const auto row = rows_.find(key);
    if (row == rows_.end()) return std::nullopt;
    return row->second;
  }
  void put(const Key& key, const Row& row) {
    wanted_.insert(key);
    rows_.insert_or_assign(key, row);
  }
  void remove(const Key& key) { rows_.erase(key); }

  const std::map<Key, Row>& rows() const { return rows_; }

 private:
  std::set<Key> wanted_;
  std::map<Key, Row> rows_;
};

}  // namespace memory
