#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

namespace json {

// UserImportRow: one user of an import, as POST /v1/users/import takes it in `rows`.
//   Units   line counts the lines of the caller's file from 1; answers name the row by it
struct UserImportRow {
  std::int64_t line = 0;
  std::string email;
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  std::optional<std::string> time_zone;
  std::optional<std::map<std::string, std::string>> metadata;

  bool operator==(const UserImportRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(UserImportRow, (), (line, email, display_name, locale, time_zone, metadata))

}  // namespace json
