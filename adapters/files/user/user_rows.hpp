#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string_view>
#include <vector>

#include <shared/domain/error.hpp>

#include <adapters/json/user/user_import_row.hpp>

namespace files {

inline constexpr std::size_t row_bytes_max = 64 * 1024;

// BadRow: what is wrong with the row that begins at this line.
struct BadRow {
  std::int64_t line = 0;
  shared::Error error;
};

using UserRow = std::expected<json::UserImportRow, BadRow>;

// UserRows: the users of a file, one after the other as its bytes come, in bounded memory: one row
// at most is held between two calls. A row that is wrong is answered in its place, and the next one
// is read; after a wrong header row nothing more is.
//   Units   lines count from 1, a row by the line on which it begins; empty lines are no rows
//   Errors  import.* and those of json::read; what a field may hold is the user module's to say
class UserRows {
 public:
  virtual ~UserRows() = default;
  // The rows that these bytes complete.
  virtual std::vector<UserRow> feed(std::string_view bytes) = 0;
  // The rest, when the file has ended. The last call.
  virtual std::vector<UserRow> finish() = 0;
};

// One JSON object a line, as `cleave user export` writes them: its id, version and times belong to
// the server that wrote them and are passed over; an inactive user is refused.
std::unique_ptr<UserRows> ndjson_user_rows();

// A header row that names the columns, then a row for each user. A cell that is empty says
// nothing; metadata.NAME columns together are the user's metadata.
//   Source  RFC 4180; lines may end in LF or CRLF, a byte order mark may stand in front
std::unique_ptr<UserRows> csv_user_rows();

}  // namespace files
