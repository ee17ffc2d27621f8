#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <adapters/sql/query.hpp>

#include <ports/billing/page.hpp>

namespace sql {

// Conditions: what a list is narrowed to, in SQL, with a value for each placeholder.
class Conditions {
 public:
  // " AND user_id = :user", and the value of :user.
  void add(std::string_view sql, std::string value) { add(sql, Value{std::move(value)}); }
  void add(std::string_view sql, std::int64_t value) { add(sql, Value{value}); }
  // One without a placeholder: words that an index is known by.
  void add(std::string_view sql) { sql_ += sql; }

  const std::string& sql() const { return sql_; }
  std::string shape() const;
  void bind(Query& query) const;
  std::size_t count() const { return values_.size(); }

 private:
  using Value = std::variant<std::string, std::int64_t>;
  void add(std::string_view sql, Value value) {
    sql_ += sql;
    values_.push_back(std::move(value));
  }

  std::string sql_;
  std::vector<Value> values_;
};

// FilteredLists: the lists over one table: each kind of filter is one prepared statement.
class FilteredLists {
 public:
  // The statement is `head`, which ends in a condition, + the conditions + `tail`, whose one
  // placeholder is that of its LIMIT.
  FilteredLists(Session& reader, std::string head, std::string tail, std::string shape)
      : session_(reader),
        head_(std::move(head)),
        tail_(std::move(tail)),
        shape_(std::move(shape)) {}

  // The query, bound and ready: `rows` of them at most.
  Query& with(const Conditions& conditions, std::size_t rows);

 private:
  Session& session_;
  std::string head_;
  std::string tail_;
  std::string shape_;
  std::map<std::string, Query> queries_;  // by their conditions
};

// What a list bound for one row more than `limit` says, as a page.
template <class Row, class Read>
billing::Page<Row> page_of(Query& list, std::size_t limit, Read read) {
  billing::Page<Row> page;
  list.each([&] {
    page.has_more = page.rows.size() == limit;
    if (!page.has_more) page.rows.push_back(read(list));
  });
  return page;
}

}  // namespace sql
