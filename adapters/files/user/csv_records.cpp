#include <adapters/files/user/csv_records.hpp>

#include <utility>

#include <adapters/files/user/import_errors.hpp>

namespace files {

std::vector<CsvRecord> CsvRecords::feed(std::string_view bytes) {
  std::vector<CsvRecord> out;
  for (const char c : bytes) {
    if (!skip_mark(c)) take(c, out);
  }
  return out;
}

std::vector<CsvRecord> CsvRecords::finish() {
  std::vector<CsvRecord> out;
  if (at_ == At::quoted) fail(errors::unclosed_quote());
  end_record(out);
  return out;
}

// A byte order mark is one only as a whole, but no text begins with a part of one.
bool CsvRecords::skip_mark(char c) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (mark_seen_ < mark.size() && c == mark[mark_seen_]) {
    ++mark_seen_;
    return true;
  }
  mark_seen_ = mark.size();
  return false;
}

void CsvRecords::take(char c, std::vector<CsvRecord>& out) {
  ++record_bytes_;
  if (c == '\n') ++line_;
  switch (at_) {
    case At::quoted:
      if (c == '"') at_ = At::quote_in_quoted;
      else keep(c);
      return;
    case At::quote_in_quoted: return take_after_quote(c, out);
    case At::field_start:
      if (c == '"') {
        at_ = At::quoted;
        field_was_quoted_ = true;
        return;
      }
      return take_unquoted(c, out);
    case At::plain: return take_unquoted(c, out);
  }
}

void CsvRecords::take_unquoted(char c, std::vector<CsvRecord>& out) {
  if (c == ',') return end_field();
  if (c == '\n') return end_record(out);
  if (c == '"') fail(errors::bad_quote());
  at_ = At::plain;
  keep(c);
}

void CsvRecords::take_after_quote(char c, std::vector<CsvRecord>& out) {
  if (c == '"') {
    at_ = At::quoted;
    return keep(c);
  }
  if (c == ',') return end_field();
  if (c == '\n') return end_record(out);
  if (c != '\r') fail(errors::bad_quote());
}

void CsvRecords::keep(char c) {
  if (record_bytes_ > bytes_max_) return fail(errors::row_too_long());
  field_ += c;
}

void CsvRecords::fail(shared::Error error) {
  if (!record_.error) record_.error = std::move(error);
}

void CsvRecords::end_field() {
  if (record_bytes_ > bytes_max_) fail(errors::row_too_long());
  else record_.fields.push_back(std::move(field_));
  field_.clear();
  field_was_quoted_ = false;
  at_ = At::field_start;
}

void CsvRecords::end_record(std::vector<CsvRecord>& out) {
  if (!field_was_quoted_ && field_.ends_with('\r')) field_.pop_back();
  const bool nothing = record_.fields.empty() && field_.empty() && !field_was_quoted_;
  end_field();
  if (!nothing || record_.error) out.push_back(std::move(record_));
  record_ = {.line = line_, .fields = {}, .error = {}};
  record_bytes_ = 0;
}

}  // namespace files
