#include <adapters/cli/status_watch.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include <adapters/cli/interrupt.hpp>
#include <adapters/cli/status_picture.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds sleep_step{50};

// Screen: lines that are drawn over those before. Below them the cursor stands hidden, and comes
// back at the end, however that is reached.
class Screen {
 public:
  explicit Screen(Terminal& terminal) : terminal_(terminal) { terminal_.out << "\x1b[?25l"; }
  ~Screen() { terminal_.out << "\x1b[?25h" << std::flush; }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  void draw(const std::vector<std::string>& lines) {
    if (drawn_ != 0) terminal_.out << "\x1b[" << drawn_ << 'A';
    for (const auto& line : lines) terminal_.out << '\r' << line << "\x1b[K\n";
    terminal_.out << "\x1b[J" << std::flush;
    drawn_ = lines.size();
  }

 private:
  Terminal& terminal_;
  std::size_t drawn_ = 0;
};

class StatusWatch {
 public:
  StatusWatch(Session& session, const Arguments& arguments)
      : session_(session),
        interval_(std::chrono::seconds{arguments.number("--interval").value_or(1)}),
        left_(arguments.number("--times").value_or(INT64_MAX)) {}

  // A server that goes away once it was seen is waited for.
  void run() {
    const Interrupt interrupt;
    look();
    if (session_.format() == Format::table) {
      Screen screen{session_.terminal};
      go_on([&] { screen.draw(picture()); });
    } else {
      go_on([&] { print(); });
    }
  }

 private:
  bool wanted() const { return !Interrupt::came() && session_.terminal.out.good(); }

  template <class Show>
  void go_on(Show show) {
    show();
    while (--left_ > 0) {
      for (auto rest = interval_; rest.count() > 0 && wanted(); rest -= sleep_step) {
        session_.sleep(std::min(rest, sleep_step));
      }
      if (!wanted()) return;
      try {
        look();
        away_.clear();
      } catch (const Stop& stop) {
        if (stop.code() != ExitCode::unavailable) throw;
        if (session_.format() != Format::table && away_.empty()) session_.say(stop.what());
        away_ = *stop.what() == '\0' ? "the server is away" : stop.what();
      }
      show();
    }
  }

  void look() {
    Answer answer = session_.ask({.method = "GET", .path = "/v1/sync"});
    picture_.take(std::move(answer.body.as_object()), StatusPicture::Clock::now());
    fresh_ = true;
  }

  std::vector<std::string> picture() const {
    auto lines = picture_.lines(session_.terminal);
    const std::string text = away_.empty() ? "until Ctrl-C" : "as it was; now " + away_;
    lines.emplace_back();
    lines.push_back(styled(shortened(printable(text), session_.terminal.columns),
                           away_.empty() ? Style::normal : Style::warning,
                           session_.terminal.colors_out()));
    return lines;
  }

  void print() {
    if (!fresh_) return;
    fresh_ = false;
    auto& out = session_.terminal.out;
    if (session_.format() == Format::json) {
      out << picture_.json() << '\n';
    } else {
      for (const auto& line : picture_.changes()) out << line << '\n';
    }
    out.flush();
  }

  Session& session_;
  const milliseconds interval_;
  std::int64_t left_;
  StatusPicture picture_;
  std::string away_;
  bool fresh_ = false;
};

}  // namespace

ExitCode watch_status(Session& session, const Arguments& arguments) {
  StatusWatch{session, arguments}.run();
  return ExitCode::ok;
}

}  // namespace cli
