#include <adapters/cli/import_row.hpp>

#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <adapters/json/document.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr int end_of_file = std::char_traits<char>::eof();
constexpr std::string_view metadata_prefix = "metadata.";

struct CsvCell {
  std::string text{};
  bool quoted = false;
};

using Record = std::vector<CsvCell>;

class CsvRows : public ImportRows {
 public:
  explicit CsvRows(std::istream& from) : bytes_(*from.rdbuf()), from_(from) { read_header(); }

  std::optional<ImportRow> next() override {
    while (auto record = read_record()) {
      const bool empty = record->size() == 1 && record->front().text.empty();
      if (!empty) return row(std::move(*record));
    }
    return std::nullopt;
  }

 private:
  [[noreturn]] static void refuse(std::uint64_t line, const std::string& what) {
    throw Stop(ExitCode::refused, "line " + std::to_string(line) + ": " + what);
  }

  int take() {
    const int c = bytes_.sbumpc();
    if (c == '\n') ++line_;
    if (c != end_of_file && ++record_bytes_ > import_row_bytes_max) {
      refuse(record_line_, "the row is longer than 64 KiB: is a quote never closed?");
    }
    return c;
  }

  // What stood between quotes; the opening one has been taken.
  void take_quoted(CsvCell& cell) {
    cell.quoted = true;
    for (;;) {
      const int c = take();
      if (c == end_of_file) refuse(record_line_, "a quote is never closed");
      if (c == '"') {
        if (bytes_.sgetc() != '"') return;
        take();
      }
      cell.text += static_cast<char>(c);
    }
  }

  // One record: cells up to the end of a line outside quotes. Nothing at the end of the file.
  std::optional<Record> read_record() {
    record_line_ = line_;
    record_bytes_ = 0;
    malformed_ = false;
    if (bytes_.sgetc() == end_of_file) {
      if (from_.bad()) throw Stop(ExitCode::file, "the file cannot be read to its end");
      return std::nullopt;
    }
    Record record(1);
    for (;;) {
      int c = take();
      if (c == '\r' && bytes_.sgetc() == '\n') c = take();
      if (c == end_of_file || c == '\n') return record;
      CsvCell& cell = record.back();
      if (c == ',') {
        record.emplace_back();
      } else if (c == '"' && cell.text.empty() && !cell.quoted) {
        take_quoted(cell);
      } else {
        // RFC 4180 has quotes around a whole cell or nowhere.
        malformed_ |= c == '"' || cell.quoted;
        cell.text += static_cast<char>(c);
      }
    }
  }

  void read_header() {
    if (bytes_.sgetc() == 0xEF) {
      for (int i = 0; i < 3; ++i) bytes_.sbumpc();  // a byte order mark
    }
    const auto header = read_record();
    if (!header) refuse(1, "the file is empty; it begins with a line that names the columns");
    bool has_email = false;
    for (const CsvCell& cell : *header) {
      const bool known = import_field(cell.text) != ImportField::unknown ||
                         cell.text.starts_with(metadata_prefix);
      if (!known) {
        refuse(1, "there is no field \"" + cell.text +
                      "\"; there are email, display_name, locale, time_zone, metadata and "
                      "metadata.NAME");
      }
      for (const std::string& other : columns_) {
        if (other == cell.text) refuse(1, "the column \"" + other + "\" is there twice");
      }
      has_email |= cell.text == "email";
      columns_.push_back(cell.text);
    }
    if (!has_email) refuse(1, "no column is named email");
  }

  ImportRow row(Record record) const {
    ImportRow row{.line = record_line_};
    if (malformed_ || record.size() != columns_.size()) {
      row.fault = ImportFault{
          "import.malformed",
          malformed_ ? "a quote stands inside a cell; double it and quote the cell"
                     : "the row has " + std::to_string(record.size()) + " cells, the header " +
                           std::to_string(columns_.size())};
      return row;
    }
    bj::object whole;
    bj::object metadata;
    for (std::size_t i = 0; i < columns_.size() && !row.fault; ++i) {
      CsvCell& cell = record[i];
      if (cell.text.empty() && !cell.quoted) continue;
      if (columns_[i].starts_with(metadata_prefix)) {
        metadata[columns_[i].substr(metadata_prefix.size())] = cell.text;
      } else if (columns_[i] == "metadata") {
        take_metadata(cell.text, metadata, row);
      } else if (import_field(columns_[i]) != ImportField::passed_over) {
        whole[columns_[i]] = cell.text;
      }
    }
    if (row.fault) return row;
    if (!metadata.empty()) whole["metadata"] = std::move(metadata);
    take_fields(std::move(whole), row);
    return row;
  }

  static void take_metadata(const std::string& text, bj::object& into, ImportRow& row) {
    const json::Document document(text);
    const bj::object* object = document.refusal() ? nullptr : document.root().if_object();
    if (object == nullptr) {
      row.fault = ImportFault{"import.wrong_type", "metadata is no JSON object of texts"};
      return;
    }
    for (const auto& pair : *object) {
      into[pair.key()] = bj::value(pair.value(), into.storage());
    }
  }

  std::streambuf& bytes_;
  std::istream& from_;
  std::vector<std::string> columns_;
  std::uint64_t line_ = 1;
  std::uint64_t record_line_ = 1;
  std::size_t record_bytes_ = 0;
  bool malformed_ = false;
};

}  // namespace

std::unique_ptr<ImportRows> csv_rows(std::istream& from) {
  return std::make_unique<CsvRows>(from);
}

}  // namespace cli
