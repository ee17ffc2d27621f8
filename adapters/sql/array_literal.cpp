#include <adapters/sql/array_literal.hpp>

#include <charconv>

#include <ports/sync/store_errors.hpp>

namespace sql {

void ArrayLiteral::add(std::string_view text) {
  separate();
  text_ += '"';
  for (std::size_t from = 0; from < text.size();) {
    const auto special = text.find_first_of(std::string_view{"\"\\\0", 3}, from);
    text_.append(text.substr(from, special - from));
    if (special == std::string_view::npos) break;
    if (text[special] == '\0') throw sync::StoreRejected("text with a NUL byte");
    text_ += '\\';
    text_ += text[special];
    from = special + 1;
  }
  text_ += '"';
}

void ArrayLiteral::add(std::int64_t number) {
  separate();
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  text_.append(digits, end);
}

void ArrayLiteral::add_null() {
  separate();
  text_ += "NULL";
}

std::string& ArrayLiteral::closed() {
  if (text_.empty()) text_ += '{';
  text_ += '}';
  return text_;
}

}  // namespace sql
