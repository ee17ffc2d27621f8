#pragma once

#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

// What may be wrong with JSON text, before any rule of a module is asked.
namespace json::errors {

inline shared::Error malformed(std::string detail) {
  return {shared::ErrorKind::malformed, "json.malformed", std::move(detail), ""};
}

inline shared::Error duplicate_member(std::string pointer) {
  return {shared::ErrorKind::malformed, "json.duplicate_member",
          "This member occurs more than once in its object.", std::move(pointer)};
}

inline shared::Error nul_character() {
  return {shared::ErrorKind::malformed, "json.nul_character",
          "Text must not contain the character U+0000.", ""};
}

inline shared::Error unknown_member(std::string pointer) {
  return {shared::ErrorKind::malformed, "json.unknown_member", "There is no such member here.",
          std::move(pointer)};
}

inline shared::Error missing_member(std::string pointer) {
  return {shared::ErrorKind::invalid, "json.missing_member", "This member is required.",
          std::move(pointer)};
}

inline shared::Error wrong_type(std::string_view expected, std::string pointer) {
  return {shared::ErrorKind::malformed, "json.wrong_type",
          "This must be " + std::string(expected) + ".", std::move(pointer)};
}

inline shared::Error out_of_range(std::string pointer) {
  return {shared::ErrorKind::malformed, "json.out_of_range", "This number is out of range.",
          std::move(pointer)};
}

inline shared::Error unknown_value(std::string pointer) {
  return {shared::ErrorKind::invalid, "json.unknown_value",
          "This is none of the values that are allowed here.", std::move(pointer)};
}

}  // namespace json::errors
