#pragma once

#include <cassert>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// WorkingSet: the rows of one table that a batch of commands reads and changes, in memory.
//   Shape   names wanted -> rows loaded -> changes of the command that runs -> changes kept.
//           What a dropped command changed is undone by a log of the rows it overwrote, so that a
//           command costs what it touches, however large the batch
namespace memory {

template <class Row, class Key = std::string, class Hash = std::hash<Key>>
class WorkingSet {
 public:
  // Names a row for the next load; one that is here already is not loaded again.
  void want(const Key& key) {
    if (!std::exchange(entries_[key].known, true)) wanted_.push_back(key);
  }
  // The names since the last call: each is loaded next, and absent unless loaded() says it.
  std::vector<Key> take_wanted() { return std::exchange(wanted_, {}); }
  void loaded(const Key& key, Row row) {
    auto& entry = entries_[key];
    entry.known = true;
    entry.stored = true;
    if (!entry.changed) entry.now = std::move(row);  // else what this batch has said counts
  }

  // A row that was wanted and loaded, or put; nothing where there is none. Valid until it changes.
  const Row* find(const Key& key) const {
    const auto found = entries_.find(key);
    assert(found != entries_.end() && (found->second.known || found->second.changed) &&
           "a row must be wanted before it is read");
    return found->second.now ? &*found->second.now : nullptr;
  }
  // The same where the row may be one that nobody named: a new one.
  const Row* peek(const Key& key) const {
    const auto found = entries_.find(key);
    return found != entries_.end() && found->second.now ? &*found->second.now : nullptr;
  }
  void put(const Key& key, Row row) { change(key, std::optional<Row>{std::move(row)}); }
  void erase(const Key& key) { change(key, std::nullopt); }

  // The command that ran since the last of these ends: its changes stay, or vanish.
  void keep() noexcept { undo_.clear(); }
  void drop() noexcept {
    while (!undo_.empty()) {
      auto& last = undo_.back();
      last.slot->second.now = std::move(last.before);
      if (last.first_change) {
        last.slot->second.changed = false;
        changed_.pop_back();
      }
      undo_.pop_back();
    }
  }

  // What is to be written, in the order of first change: change(key, row or nullptr, whether the
  // store holds such a row).
  template <class Change>
  void each_change(Change&& change) const {
    for (const auto* slot : changed_) {
      const auto& entry = slot->second;
      if (!entry.now && !entry.stored) continue;  // came and went within this batch
      change(slot->first, entry.now ? &*entry.now : nullptr, entry.stored);
    }
  }

  void clear() noexcept {
    undo_.clear();
    changed_.clear();
    wanted_.clear();
    entries_.clear();
  }

 private:
  struct Entry {
    std::optional<Row> now;
    bool known = false;    // wanted, or loaded without having been wanted by this key
    bool stored = false;   // a row of this key stands in the store
    bool changed = false;  // since the batch began
  };
  using Slot = std::pair<const Key, Entry>;
  struct Undo {
    Slot* slot;
    std::optional<Row> before;
    bool first_change;
  };

  void change(const Key& key, std::optional<Row> row) {
    auto& slot = *entries_.try_emplace(key).first;
    const bool first_change = !std::exchange(slot.second.changed, true);
    if (first_change) changed_.push_back(&slot);
    undo_.push_back({&slot, std::exchange(slot.second.now, std::move(row)), first_change});
  }

  std::unordered_map<Key, Entry, Hash> entries_;  // its nodes never move
  std::vector<Key> wanted_;
  std::vector<Slot*> changed_;
  std::vector<Undo> undo_;
};

}  // namespace memory
