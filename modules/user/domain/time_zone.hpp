#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <shared/domain/result.hpp>

// TimeZone: where a user's days begin and end; "UTC" unless said.
//   Shape   an IANA name: parts joined by slashes, each beginning with a letter, of letters,
//           digits, dashes, underscores and plus signs; at most 64 characters
//   Errors  parse: user.time_zone_invalid
//   Source  IANA tz database, the shape of its names alone: which names exist changes each year
namespace user {

class TimeZone {
 public:
  TimeZone() = default;
  static shared::Result<TimeZone> parse(std::string_view text);
  // A name that parse accepted once, read back from a store.
  static TimeZone stored(std::string text) { return TimeZone{std::move(text)}; }

  const std::string& text() const { return text_; }
  bool operator==(const TimeZone&) const = default;

 private:
  explicit TimeZone(std::string text) : text_{std::move(text)} {}

  std::string text_ = "UTC";
};

}  // namespace user
