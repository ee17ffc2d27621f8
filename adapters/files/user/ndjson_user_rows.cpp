#include <adapters/files/user/user_rows.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>

#include <boost/describe.hpp>

#include <adapters/files/user/import_errors.hpp>
#include <adapters/json/raw.hpp>

namespace files {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct UserLine {
  std::string email;
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  std::optional<std::string> time_zone;
  std::optional<std::map<std::string, std::string>> metadata;
  std::optional<std::string> status;
  std::optional<json::Raw> id;  // this and the rest: an export's own
  std::optional<json::Raw> version;
  std::optional<json::Raw> created_at;
  std::optional<json::Raw> updated_at;
};
BOOST_DESCRIBE_STRUCT(UserLine, (),
                      (email, display_name, locale, time_zone, metadata, status, id, version,
                       created_at, updated_at))

class NdjsonUserRows final : public UserRows {
 public:
  std::vector<UserRow> feed(std::string_view bytes) override {
    std::vector<UserRow> rows;
    for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
      take(bytes.substr(0, end));
      end_line(rows);
      bytes.remove_prefix(end + 1);
    }
    take(bytes);
    return rows;
  }

  std::vector<UserRow> finish() override {
    std::vector<UserRow> rows;
    end_line(rows);
    return rows;
  }

 private:
  void take(std::string_view part) {
    too_long_ = too_long_ || held_.size() + part.size() > row_bytes_max;
    if (too_long_) held_.clear();
    else held_ += part;
  }

  void end_line(std::vector<UserRow>& rows) {
    ++line_;
    std::string_view text = held_;
    if (line_ == 1 && text.starts_with(byte_order_mark)) text.remove_prefix(3);
    if (std::exchange(too_long_, false)) rows.push_back(bad(errors::row_too_long()));
    else if (text.find_first_not_of(" \t\r") != std::string_view::npos) rows.push_back(row(text));
    held_.clear();
  }

  UserRow row(std::string_view text) const {
    auto read = json::read_request<UserLine>(text);
    if (!read) return bad(read.error());
    if (read->status && *read->status != "active") return bad(errors::user_inactive());
    return json::UserImportRow{.line = line_,
                               .email = std::move(read->email),
                               .display_name = std::move(read->display_name),
                               .locale = std::move(read->locale),
                               .time_zone = std::move(read->time_zone),
                               .metadata = std::move(read->metadata)};
  }

  UserRow bad(shared::Error error) const {
    return std::unexpected(BadRow{line_, std::move(error)});
  }

  std::string held_;
  bool too_long_ = false;
  std::int64_t line_ = 0;  // lines that ended
};

}  // namespace

std::unique_ptr<UserRows> ndjson_user_rows() { return std::make_unique<NdjsonUserRows>(); }

}  // namespace files
