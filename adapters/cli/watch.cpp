#include <adapters/cli/watch.hpp>

#include <algorithm>
#include <chrono>
#include <string>

#include <boost/json.hpp>

#include <adapters/cli/change_line.hpp>
#include <adapters/cli/event_stream.hpp>
#include <adapters/cli/interrupt.hpp>
#include <adapters/cli/problem.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/user_lookup.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;
using std::chrono::milliseconds;

constexpr milliseconds pause_min{500};
constexpr milliseconds pause_max{30'000};
constexpr milliseconds sleep_step{100};

std::string in_seconds(milliseconds time) {
  return std::to_string(time.count() / 1000) + (time.count() % 1000 != 0 ? ".5" : "") + " s";
}

// Watch: one user, across as many connections as it takes.
class Watch {
 public:
  Watch(Session& session, std::string user_id, std::string after)
      : session_(session), user_id_(std::move(user_id)), after_(std::move(after)) {}

  ExitCode run() {
    for (;;) {
      const std::string lost = watch_once();
      if (over_ || !wanted()) break;
      session_.say("the connection is lost (" + lost + "); trying again in " + in_seconds(pause_));
      lost_ = true;
      rest();
      if (!wanted()) break;
    }
    if (!over_ && !after_.empty()) session_.say("to go on later: --after " + after_);
    return ExitCode::ok;
  }

 private:
  bool wanted() const { return !Interrupt::came() && session_.terminal.out.good() && !over_; }

  // Why the connection ended. Throws where there is nothing to wait for.
  std::string watch_once() {
    http::Fields headers = {{"accept", "text/event-stream, application/problem+json"}};
    if (!after_.empty()) headers.emplace_back("last-event-id", after_);
    EventStream events([this](const StreamEvent& event) { show(event); });
    const Call call{.method = "GET",
                    .path = "/v1/users/" + path_segment("user id", user_id_) + "/live"};
    try {
      const auto answer = session_.stream(call, std::move(headers), [&](std::string_view piece) {
        events.take(piece);
        return wanted();
      });
      if (!wanted() || (answer.status >= 200 && answer.status <= 299)) return "it was ended";
      throw Refused(answer);
    } catch (const Stop& stop) {
      if (stop.code() != ExitCode::unavailable || !watched_) throw;
      return stop.what();
    }
  }

  void show(const StreamEvent& told) {
    if (over_) return;
    if (!told.id.empty()) after_ = told.id;
    if (told.type == "watching") return begin();
    const bj::value parsed = bj::parse(told.data);
    const bj::object& event = parsed.as_object();
    print(event, told);
    session_.terminal.out.flush();
    over_ = told.type == "user.deleted" && member_text(event, "subject") == user_id_;
  }

  void begin() {
    if (!watched_) session_.say("watching " + user_id_ + " until Ctrl-C");
    if (lost_) session_.say("watching again; nothing was missed");
    watched_ = true;
    lost_ = false;
    pause_ = pause_min;
  }

  void print(const bj::object& event, const StreamEvent& told) {
    Terminal& terminal = session_.terminal;
    if (session_.format() == Format::json) {
      terminal.out << told.data << '\n';
      return;
    }
    const std::string time = member_text(event, "time");
    const std::string subject = member_text(event, "subject");
    const std::string change = change_line(event);
    if (session_.format() == Format::plain) {
      terminal.out << plain_cell(time) << '\t' << plain_cell(told.type) << '\t'
                   << plain_cell(subject) << '\t' << plain_cell(change) << '\t'
                   << plain_cell(told.id) << '\n';
      return;
    }
    const std::string type = printable(told.type);
    std::string line = printable(time) + "  " + type;
    line += std::string(type.size() < 24 ? 24 - type.size() : 0, ' ') + "  ";
    if (subject != user_id_) line += printable(subject) + ": ";
    line += printable(change);
    terminal.out << (terminal.out_is_tty ? shortened(line, terminal.columns) : line) << '\n';
  }

  void rest() {
    for (milliseconds left = pause_; left.count() > 0 && wanted(); left -= sleep_step) {
      session_.sleep(std::min(left, sleep_step));
    }
    pause_ = std::min(pause_ * 2, pause_max);
  }

  Session& session_;
  const std::string user_id_;
  std::string after_;
  milliseconds pause_ = pause_min;
  bool watched_ = false;  // once at least: from then on a server that is away is waited for
  bool lost_ = false;
  bool over_ = false;
};

}  // namespace

ExitCode watch_user(Session& session, const Arguments& arguments) {
  const Interrupt interrupt;
  return Watch(session, user_id(session, arguments.given("USER")),
               arguments.text("--after").value_or(""))
      .run();
}

}  // namespace cli
