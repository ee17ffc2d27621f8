#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <shared/domain/error.hpp>

namespace files {

// CsvRecord: the fields of one record, or what is wrong with it.
struct CsvRecord {
  std::int64_t line = 0;  // on which it begins
  std::vector<std::string> fields;
  std::optional<shared::Error> error;
};

// CsvRecords: cuts bytes into records as they come. Empty lines are no records.
//   Units   a record has at most bytes_max bytes; of a longer one no more is held
//   Errors  in a record: import.row_too_long, import.bad_quote, import.unclosed_quote
//   Source  RFC 4180; lines may end in LF or CRLF, a byte order mark may stand in front
class CsvRecords {
 public:
  explicit CsvRecords(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // The records that these bytes complete.
  std::vector<CsvRecord> feed(std::string_view bytes);
  // The last record, if its line was not ended.
  std::vector<CsvRecord> finish();

 private:
  enum class At { field_start, plain, quoted, quote_in_quoted };

  void take(char c, std::vector<CsvRecord>& out);
  void take_unquoted(char c, std::vector<CsvRecord>& out);
  void take_after_quote(char c, std::vector<CsvRecord>& out);
  void keep(char c);
  void fail(shared::Error error);
  void end_field();
  void end_record(std::vector<CsvRecord>& out);
  bool skip_mark(char c);

  std::size_t bytes_max_;
  std::size_t mark_seen_ = 0;  // bytes of a byte order mark; more than 3: no longer looked for
  At at_ = At::field_start;
  std::string field_;
  bool field_was_quoted_ = false;
  std::size_t record_bytes_ = 0;
  std::int64_t line_ = 1;
  CsvRecord record_{.line = 1, .fields = {}, .error = {}};
};

}  // namespace files
