#include <adapters/cli/import_row.hpp>

#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <adapters/json/document.hpp>

namespace cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class NdjsonRows : public ImportRows {
 public:
  explicit NdjsonRows(std::istream& from) : from_(from) {}

  std::optional<ImportRow> next() override {
    while (read_line()) {
      if (line_ == 1 && text_.starts_with(byte_order_mark)) text_.erase(0, 3);
      if (text_.ends_with('\r')) text_.pop_back();
      if (text_.find_first_not_of(" \t") == std::string::npos && !too_long_) continue;
      return row();
    }
    if (from_.bad()) throw Stop(ExitCode::file, "the file cannot be read to its end");
    return std::nullopt;
  }

 private:
  // Keeps no more than a row may hold, however long the line is.
  bool read_line() {
    text_.clear();
    too_long_ = false;
    std::streambuf& bytes = *from_.rdbuf();
    int c = bytes.sbumpc();
    if (c == std::char_traits<char>::eof()) return false;
    for (; c != std::char_traits<char>::eof() && c != '\n'; c = bytes.sbumpc()) {
      too_long_ |= text_.size() == import_row_bytes_max;
      if (!too_long_) text_ += static_cast<char>(c);
    }
    ++line_;
    return true;
  }

  ImportRow row() const {
    ImportRow row{.line = line_};
    if (too_long_) {
      row.fault = ImportFault{"import.malformed", "the line is longer than 64 KiB"};
      return row;
    }
    const json::Document document(text_);
    if (document.refusal()) {
      row.fault = ImportFault{std::string(document.refusal()->code), document.refusal()->detail};
    } else if (!document.root().is_object()) {
      row.fault = ImportFault{"import.malformed", "the line is no JSON object"};
    } else {
      // Copied to the ordinary heap: the document's memory ends here.
      take_fields(boost::json::object(document.root().get_object(),
                                      boost::json::storage_ptr()), row);
    }
    return row;
  }

  std::istream& from_;
  std::string text_;
  std::uint64_t line_ = 0;
  bool too_long_ = false;
};

}  // namespace

std::unique_ptr<ImportRows> ndjson_rows(std::istream& from) {
  return std::make_unique<NdjsonRows>(from);
}

}  // namespace cli
