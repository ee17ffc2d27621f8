#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <adapters/memory/working_set.hpp>
#include <adapters/sql/set_read.hpp>
#include <adapters/sql/set_write.hpp>

namespace sql {

struct UuidHash {
  template <class Id>
  std::size_t operator()(const Id& id) const noexcept {
    const auto& bytes = id.uuid.bytes;
    return std::hash<std::string_view>{}(
        {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
};

// WorkingRows: a table under the write lane: what every repository over one table has in common.
//   Shape   Mapping is  Key (with .uuid and .text()), Row;  static: table (its key one TEXT),
//           key_of(row), write(SetWrite&, row) for the cells behind the key, read(SetRead) -> row
template <class Mapping>
class WorkingRows {
 public:
  using Key = typename Mapping::Key;
  using Row = typename Mapping::Row;

  explicit WorkingRows(Session& writer)
      : read_(writer, Mapping::table()),
        erase_(writer, Mapping::table(), Verb::erase),
        update_(writer, Mapping::table(), Verb::update),
        insert_(writer, Mapping::table(), Verb::insert) {}

  void want(const Key& key) { rows_.want(key); }
  const Row* find(const Key& key) const { return rows_.find(key); }
  const Row* peek(const Key& key) const { return rows_.peek(key); }
  void put(const Row& row) { rows_.put(Mapping::key_of(row), row); }
  void remove(const Key& key) { rows_.erase(key); }
  void loaded(Row row) {
    const auto key = Mapping::key_of(row);
    rows_.loaded(key, std::move(row));
  }

  void load() {
    read_.clear();
    const auto row = [this] { loaded(Mapping::read(read_)); };
    for (const auto& key : rows_.take_wanted()) {
      read_.cell(key.text());
      read_.end_key(row);
    }
    read_.finish(row);
  }
  void keep() noexcept { rows_.keep(); }
  void drop() noexcept { rows_.drop(); }
  // What frees a unique value goes before what takes it.
  void flush() {
    for (auto* write : {&erase_, &update_, &insert_}) write->clear();
    rows_.each_change([this](const Key& key, const Row* row, bool) {
      if (row != nullptr) return;
      erase_.cell(key.text());
      erase_.end_row();
    });
    erase_.finish();
    flush_rows(update_, true);
    flush_rows(insert_, false);
  }
  void clear() noexcept { rows_.clear(); }

 private:
  void flush_rows(SetWrite& write, bool stored) {
    rows_.each_change([&](const Key& key, const Row* row, bool is_stored) {
      if (row == nullptr || is_stored != stored) return;
      write.cell(key.text());
      Mapping::write(write, *row);
      write.end_row();
    });
    write.finish();
  }

  SetRead read_;
  SetWrite erase_;
  SetWrite update_;
  SetWrite insert_;
  memory::WorkingSet<Row, Key, UuidHash> rows_;
};

}  // namespace sql
