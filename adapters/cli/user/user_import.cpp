#include <adapters/cli/user/user_import.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <adapters/cli/problem.hpp>
#include <adapters/cli/progress.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>
#include <adapters/files/user/user_rows.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::size_t batch_rows_max = 500;
constexpr std::size_t batch_bytes_max = 900U << 10U;  // of 1 MiB: room for what surrounds the rows
constexpr int tries_max = 8;
constexpr std::chrono::seconds retry_wait_max{30};

struct Counts {
  std::uint64_t read = 0;
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t failed = 0;

  bool add_up() const { return read == created + updated + unchanged + failed; }
};

// The file, or standard input, and how much of it has been read.
class Source {
 public:
  Source(Session& session, const std::string& name) : in_(&session.terminal.in) {
    if (name == "-") return;
    struct stat found {};
    file_.open(name, std::ios::binary);
    if (!file_ || ::stat(name.c_str(), &found) != 0 || S_ISDIR(found.st_mode)) {
      throw Stop(ExitCode::file, name + " cannot be read: " + std::generic_category().message(
                                     errno == 0 ? EISDIR : errno));
    }
    in_ = &file_;
    if (S_ISREG(found.st_mode)) bytes_ = static_cast<double>(found.st_size);
  }

  // The next bytes; none at the end.
  std::string_view read() {
    in_->read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    if (in_->bad()) throw Stop(ExitCode::file, "the file cannot be read to its end");
    read_ += static_cast<double>(in_->gcount());
    return {buffer_.data(), static_cast<std::size_t>(in_->gcount())};
  }
  std::optional<double> fraction() const {
    return bytes_ > 0 ? std::optional(read_ / bytes_) : std::nullopt;
  }

 private:
  std::ifstream file_;
  std::istream* in_;
  std::vector<char> buffer_ = std::vector<char>(1U << 16U);
  double bytes_ = 0;
  double read_ = 0;
};

bj::object json_of(const json::UserImportRow& row) {
  bj::object object{{"line", row.line}, {"email", row.email}};
  if (row.display_name) object["display_name"] = *row.display_name;
  if (row.locale) object["locale"] = *row.locale;
  if (row.time_zone) object["time_zone"] = *row.time_zone;
  if (row.metadata) {
    bj::object& metadata = object["metadata"].emplace_object();
    for (const auto& [name, value] : *row.metadata) metadata[name] = value;
  }
  return object;
}

// One import under way.
class Import {
 public:
  Import(Session& session, bool dry_run, bool update)
      : session_(session), progress_(session.terminal, "importing", "rows"), dry_run_(dry_run),
        update_(update) {}

  void add(const files::UserRow& read, Source& source) {
    ++counts_.read;
    if (!read) {
      fail(read.error().line, std::string(read.error().error.code), read.error().error.detail);
      return;
    }
    bj::object row = json_of(*read);
    const std::size_t bytes = bj::serialize(row).size() + 1;
    const bool full = batch_.size() == batch_rows_max || batch_bytes_ + bytes > batch_bytes_max;
    if (full) send(source);
    batch_bytes_ += bytes;
    batch_.push_back(std::move(row));
  }

  void send(Source& source) {
    if (batch_.empty()) return;
    const std::size_t sent = batch_.size();
    bj::object body{{"rows", std::move(batch_)}};
    if (dry_run_) body["dry_run"] = true;
    if (update_) body["update"] = true;
    batch_ = {};
    batch_bytes_ = 0;
    take(ask(Call{.method = "POST", .path = "/v1/users/import", .body = std::move(body)}), sent);
    progress_.at(counts_.read, source.fraction());
  }

  const Counts& counts() const { return counts_; }
  void end() { progress_.clear(); }

 private:
  // A busy server is asked again for a bounded time; so is one whose answer was lost.
  Answer ask(const Call& call) {
    for (int tried = 1;; ++tried) {
      std::chrono::seconds wait{tried};
      try {
        const http::Response response = session_.send(call);
        if (response.status != 503 && response.status != 429) return read(response);
        const std::string after = header_of(response, "retry-after");
        unsigned seconds = 0;
        std::from_chars(after.data(), after.data() + after.size(), seconds);
        if (seconds > 0) wait = std::min(std::chrono::seconds(seconds), retry_wait_max);
        if (tried == tries_max) return read(response);
      } catch (const Refused&) {
        throw;
      } catch (const Stop& stop) {
        if (stop.code() != ExitCode::unavailable || answered_ == 0 || tried == tries_max) {
          throw;
        }
      }
      session_.sleep(wait);
    }
  }

  static Answer read(const http::Response& response) {
    if (response.status != 200) throw Refused(response);
    return Answer{bj::parse(response.body), {}, {}};
  }

  void take(const Answer& answer, std::size_t sent) {
    const bj::object& body = answer.body.as_object();
    const auto count = [&](std::string_view name) {
      return body.at(name).to_number<std::uint64_t>();
    };
    counts_.created += count("created");
    counts_.updated += count("updated");
    counts_.unchanged += count("unchanged");
    answered_ += sent;
    for (const bj::value& result : body.at("results").as_array()) {
      const bj::object& row = result.as_object();
      if (member_text(row, "result") != "failed") continue;
      fail(row.at("line").to_number<std::int64_t>(), member_text(row, "code"),
           member_text(row, "detail"));
    }
  }

  void fail(std::int64_t line, const std::string& code, const std::string& detail) {
    ++counts_.failed;
    progress_.say(printable("line " + std::to_string(line) + ": " + detail + " (" + code + ")"));
  }

  Session& session_;
  Progress progress_;
  bool dry_run_;
  bool update_;
  bj::array batch_;
  std::size_t batch_bytes_ = 0;
  Counts counts_;
  std::uint64_t answered_ = 0;  // rows; a server that never answered is not waited for
};

std::string format_of(const Arguments& arguments, const std::string& name) {
  if (const auto said = arguments.text("--format")) return *said;
  if (name.ends_with(".csv")) return "csv";
  if (name.ends_with(".ndjson") || name.ends_with(".jsonl")) return "ndjson";
  throw Stop(ExitCode::usage, "the name does not say what the file holds; say --format ndjson or "
                              "--format csv");
}

void show_counts(Session& session, const Counts& counts, bool dry_run) {
  const bj::object all{{"read", counts.read},           {"created", counts.created},
                       {"updated", counts.updated},     {"unchanged", counts.unchanged},
                       {"failed", counts.failed},       {"dry_run", dry_run}};
  show_one(session, Answer{all, bj::serialize(all), {}},
           {{"READ", "read"}, {"CREATED", "created"}, {"UPDATED", "updated"},
            {"UNCHANGED", "unchanged"}, {"FAILED", "failed"}});
  if (dry_run) session.say("dry run: nothing was changed");
}

ExitCode conclude(Session& session, const Counts& counts, bool dry_run) {
  show_counts(session, counts, dry_run);
  if (!counts.add_up()) {
    throw Stop(ExitCode::refused, "the server's counts do not match the rows that were read",
               "import the file again: what is there already is left unchanged");
  }
  return counts.failed == 0 ? ExitCode::ok : ExitCode::refused;
}

}  // namespace

ExitCode import_users(Session& session, const Arguments& arguments) {
  const std::string& name = arguments.given("FILE");
  const std::string format = format_of(arguments, name);
  const bool dry_run = arguments.has("--dry-run");
  Source source(session, name);
  const auto rows = format == "csv" ? files::csv_user_rows() : files::ndjson_user_rows();
  Import import(session, dry_run, arguments.has("--update"));
  try {
    for (auto bytes = source.read(); !bytes.empty(); bytes = source.read()) {
      for (const auto& row : rows->feed(bytes)) import.add(row, source);
    }
    for (const auto& row : rows->finish()) import.add(row, source);
    import.send(source);
  } catch (const Stop&) {
    import.end();
    const Counts& counts = import.counts();
    if (counts.created + counts.updated > 0 && !dry_run) {
      session.say("stopped after " + grouped(static_cast<std::int64_t>(counts.created)) +
                  " created and " + grouped(static_cast<std::int64_t>(counts.updated)) +
                  " updated; import the file again to go on");
    }
    throw;
  }
  import.end();
  return conclude(session, import.counts(), dry_run);
}

}  // namespace cli
