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

namespace detail {

template <class Mapping>
struct HashOf {
  using Type = UuidHash;
};
template <class Mapping>
  requires requires { typename Mapping::Hash; }
struct HashOf<Mapping> {
  using Type = typename Mapping::Hash;
};

}  // namespace detail

// WorkingRows: a table under the write lane: what every repository over one table has in common.
//   Shape   Mapping is  Key, Row;  static: table (its key one TEXT), key_of(row),
//           write(SetWrite&, row) for the cells behind the key, read(SetRead) -> row;
//           and where a key has no .text(): text(key), where it has no .uuid: Hash
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

  // Whether anything was named since the last load.
  bool load() {
    const auto wanted = rows_.take_wanted();
    if (wanted.empty()) return false;
    read_.clear();
    const auto row = [this] { loaded(Mapping::read(read_)); };
    for (const auto& key : wanted) {
      read_.cell(text_of(key));
      read_.end_key(row);
    }
    read_.finish(row);
    return true;
  }
  void keep() noexcept { rows_.keep(); }
  void drop() noexcept { rows_.drop(); }
  // What frees a unique value goes before what takes it.
  void flush() {
    for (auto* write : {&erase_, &update_, &insert_}) write->clear();
    rows_.each_change([this](const Key& key, const Row* row, bool) {
      if (row != nullptr) return;
      erase_.cell(text_of(key));
      erase_.end_row();
    });
    erase_.finish();
    flush_rows(update_, true);
    flush_rows(insert_, false);
  }
  void clear() noexcept { rows_.clear(); }

 private:
  static std::string text_of(const Key& key) {
    if constexpr (requires { Mapping::text(key); }) return Mapping::text(key);
    else return key.text();
  }
  void flush_rows(SetWrite& write, bool stored) {
    rows_.each_change([&](const Key& key, const Row* row, bool is_stored) {
      if (row == nullptr || is_stored != stored) return;
      write.cell(text_of(key));
      Mapping::write(write, *row);
      write.end_row();
    });
    write.finish();
  }

  SetRead read_;
  SetWrite erase_;
  SetWrite update_;
  SetWrite insert_;
  memory::WorkingSet<Row, Key, typename detail::HashOf<Mapping>::Type> rows_;
};

}  // namespace sql
