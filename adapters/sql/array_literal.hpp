#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sql {

// ArrayLiteral: the text of a PostgreSQL array, grown value by value.
//   Source  https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO
class ArrayLiteral {
 public:
  void add(std::string_view text);
  void add(std::int64_t number);
  void add_null();
  // Closes the literal; the caller may swap it away. It begins anew after clear().
  std::string& closed();
  void clear() { text_.clear(); }

 private:
  void separate() { text_ += text_.empty() ? '{' : ','; }

  std::string text_;
};

}  // namespace sql
