#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

// ImportRow: one user as a file states it, ready for POST /v1/users/import, or why it is not.
//   Shape   line (of its beginning, from 1) + fields (email, display_name, locale, time_zone,
//           metadata, each only where the row has it) or fault
//   Errors  import.malformed, import.unknown_field, import.wrong_type, import.email_missing,
//           import.not_active: of one row; the others are read on
namespace cli {

struct ImportFault {
  std::string code;
  std::string detail;
};

struct ImportRow {
  std::uint64_t line = 0;
  boost::json::object fields{};
  std::optional<ImportFault> fault{};
};

constexpr std::size_t import_row_bytes_max = 64U << 10U;

// ImportRows: the rows of a file, one at a time, in memory that does not grow with the file.
class ImportRows {
 public:
  virtual ~ImportRows() = default;

  // The next row; nothing at the end. Throws Stop (refused) where the rest cannot be understood:
  // a header that names no e-mail or an unknown column, a quote that is never closed; and (file)
  // where reading fails.
  virtual std::optional<ImportRow> next() = 0;
};

// One JSON object a line; empty lines are passed over. What an export writes can be read back:
// id, version, created_at and updated_at are passed over, and status must be active.
std::unique_ptr<ImportRows> ndjson_rows(std::istream& from);

// A header line that names the columns, then one row a line.
//   Shape   columns as in NDJSON; metadata is a JSON object, or one column "metadata.NAME" each.
//           An empty cell says nothing about its field; an empty cell in quotes empties it
//   Source  RFC 4180
std::unique_ptr<ImportRows> csv_rows(std::istream& from);

// The fields an import sets, those that only an export writes, and anything else.
enum class ImportField { text, metadata, status, passed_over, unknown };
ImportField import_field(std::string_view name);

// Takes the fields that an import sets from `whole`, or sets the fault.
void take_fields(boost::json::object whole, ImportRow& row);

}  // namespace cli
