#include <adapters/cli/transfer.hpp>

#include <cstdint>
#include <optional>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/output_file.hpp>
#include <adapters/cli/progress.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::string_view page_users = "1000";

// Ids rise from page to page; a server that repeats one would make the walk endless or double.
void check_order(const std::string& before, const std::string& id) {
  if (!id.empty() && (before.empty() || before < id)) return;
  throw Stop(ExitCode::unavailable, "the server's pages are out of order at " + id);
}

// Walks all pages, giving each user's line to `write`; answers how many there were.
template <class Write>
std::uint64_t walk(Session& session, Progress& progress, Write write) {
  std::uint64_t count = 0;
  std::string last;
  for (bool more = true; more;) {
    Call call{.method = "GET", .path = "/v1/users", .query = {{"limit", std::string(page_users)}}};
    if (!last.empty()) call.query.emplace_back("starting_after", last);
    const Answer page = session.ask(call);
    for (const bj::value& user : page.body.at("data").as_array()) {
      const std::string id = member_text(user.as_object(), "id");
      check_order(last, id);
      last = id;
      write(bj::serialize(user) + "\n");
      ++count;
    }
    progress.at(count, std::nullopt);
    more = page.body.at("has_more").as_bool();
  }
  progress.clear();
  return count;
}

}  // namespace

ExitCode export_users(Session& session, const Arguments& arguments) {
  const std::string path = arguments.text("FILE").value_or("-");
  Terminal& terminal = session.terminal;
  Progress progress(terminal, "exporting", "users");
  if (path == "-") {
    const auto to_stdout = [&](const std::string& line) {
      if (!terminal.out.write(line.data(), static_cast<std::streamsize>(line.size()))) {
        throw Stop(ExitCode::file, "the output could not be written");
      }
    };
    const std::uint64_t count = walk(session, progress, to_stdout);
    session.say("exported " + grouped(static_cast<std::int64_t>(count)) + " users");
    return ExitCode::ok;
  }
  OutputFile file(path, OutputFile::Readers::owner);  // personal data: for its owner alone
  const std::uint64_t count =
      walk(session, progress, [&](const std::string& line) { file.write(line); });
  if (file.lines_on_disk() != count) {
    throw Stop(ExitCode::file, path + " would not hold the " + std::to_string(count) +
                                   " users that were read; it was not kept");
  }
  file.keep();
  session.say("exported " + grouped(static_cast<std::int64_t>(count)) + " users to " + path);
  return ExitCode::ok;
}

}  // namespace cli
