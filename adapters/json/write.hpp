#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include <shared/domain/instant.hpp>

#include <adapters/json/raw.hpp>

// write: appends a value as JSON text, without spaces and in the order its members are described.
//   Shape   a struct is an object of its BOOST_DESCRIBE_STRUCT members; an enum its described name;
//           an empty optional is null; an Instant is RFC 3339 text; Raw goes out as it is
//   Errors  none: text must be UTF-8, which everything that was read by this library is
namespace json {

// With quotes and escapes.
void write_text(std::string& out, std::string_view text);

template <class T>
void write(std::string& out, const T& value);

template <class T>
std::string written(const T& value) {
  std::string out;
  out.reserve(256);
  write(out, value);
  return out;
}

namespace detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T, class Less>
inline constexpr bool is_map<std::map<std::string, T, Less>> = true;

// Those of its base classes come first.
inline constexpr unsigned public_members =
    boost::describe::mod_public | boost::describe::mod_inherited;

template <std::integral T>
void write_number(std::string& out, T number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

template <class T>
void write_members(std::string& out, const T& object) {
  char before = '{';
  boost::mp11::mp_for_each<boost::describe::describe_members<T, public_members>>(
      [&](auto member) {
        out += before;
        out += '"';
        out += member.name;
        out += "\":";
        write(out, object.*member.pointer);
        before = ',';
      });
  if (before == '{') out += before;
  out += '}';
}

template <class Range>
void write_elements(std::string& out, const Range& elements) {
  char before = '[';
  for (const auto& element : elements) {
    out += before;
    write(out, element);
    before = ',';
  }
  if (before == '[') out += before;
  out += ']';
}

template <class Map>
void write_pairs(std::string& out, const Map& pairs) {
  char before = '{';
  for (const auto& [name, value] : pairs) {
    out += before;
    write_text(out, name);
    out += ':';
    write(out, value);
    before = ',';
  }
  if (before == '{') out += before;
  out += '}';
}

}  // namespace detail

template <class T>
void write(std::string& out, const T& value) {
  if constexpr (std::same_as<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::integral<T>) {
    detail::write_number(out, value);
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    write_text(out, value);
  } else if constexpr (std::same_as<T, shared::Instant>) {
    write_text(out, shared::to_rfc3339(value));
  } else if constexpr (std::same_as<T, Raw>) {
    out += value.text;
  } else if constexpr (std::is_enum_v<T>) {
    write_text(out, boost::describe::enum_to_string(value, ""));
  } else if constexpr (detail::is_optional<T>) {
    if (value) write(out, *value);
    else out += "null";
  } else if constexpr (detail::is_vector<T>) {
    detail::write_elements(out, value);
  } else if constexpr (detail::is_map<T>) {
    detail::write_pairs(out, value);
  } else {
    detail::write_members(out, value);
  }
}

}  // namespace json
