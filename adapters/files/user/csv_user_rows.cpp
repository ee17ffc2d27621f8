#include <adapters/files/user/user_rows.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <shared/domain/text.hpp>

#include <adapters/files/user/csv_records.hpp>
#include <adapters/files/user/import_errors.hpp>

namespace files {
namespace {

constexpr std::string_view metadata_prefix = "metadata.";

bool is_column(std::string_view name) {
  return name == "email" || name == "display_name" || name == "locale" || name == "time_zone" ||
         (name.starts_with(metadata_prefix) && name.size() > metadata_prefix.size());
}

std::optional<shared::Error> wrong_with(const CsvRecord& header) {
  if (header.error) return header.error;
  const auto& names = header.fields;
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (!shared::code_points(*name)) return errors::not_utf8();
    if (!is_column(*name)) return errors::column_unknown(*name);
    if (std::find(names.begin(), name, *name) != name) return errors::column_twice(*name);
  }
  if (std::ranges::find(names, "email") == names.end()) return errors::column_missing();
  return std::nullopt;
}

class CsvUserRows final : public UserRows {
 public:
  std::vector<UserRow> feed(std::string_view bytes) override {
    return read(records_.feed(bytes));
  }
  std::vector<UserRow> finish() override {
    auto rows = read(records_.finish());
    if (columns_.empty() && !stopped_) rows.push_back(bad(1, errors::column_missing()));
    return rows;
  }

 private:
  static UserRow bad(std::int64_t line, shared::Error error) {
    return std::unexpected(BadRow{line, std::move(error)});
  }

  std::vector<UserRow> read(std::vector<CsvRecord> records) {
    std::vector<UserRow> rows;
    for (CsvRecord& record : records) {
      if (stopped_) break;
      if (!columns_.empty()) rows.push_back(row(std::move(record)));
      else if (auto error = wrong_with(record)) {
        stopped_ = true;
        rows.push_back(bad(record.line, std::move(*error)));
      } else columns_ = std::move(record.fields);
    }
    return rows;
  }

  UserRow row(CsvRecord record) const {
    if (record.error) return bad(record.line, std::move(*record.error));
    if (record.fields.size() != columns_.size()) return bad(record.line, errors::field_count());
    json::UserImportRow out;
    out.line = record.line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!shared::code_points(record.fields[i])) return bad(record.line, errors::not_utf8());
      take(out, columns_[i], std::move(record.fields[i]));
    }
    return out;
  }

  static void take(json::UserImportRow& row, std::string_view column, std::string cell) {
    if (column.starts_with(metadata_prefix)) {
      if (!row.metadata) row.metadata.emplace();
      if (cell.empty()) return;
      (*row.metadata)[std::string{column.substr(metadata_prefix.size())}] = std::move(cell);
    } else if (cell.empty()) {
      return;
    } else if (column == "email") {
      row.email = std::move(cell);
    } else if (column == "display_name") {
      row.display_name = std::move(cell);
    } else if (column == "locale") {
      row.locale = std::move(cell);
    } else {
      row.time_zone = std::move(cell);
    }
  }

  CsvRecords records_{row_bytes_max};
  std::vector<std::string> columns_;
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<UserRows> csv_user_rows() { return std::make_unique<CsvUserRows>(); }

}  // namespace files
