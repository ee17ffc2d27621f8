#include <adapters/cli/progress.hpp>

#include <algorithm>
#include <utility>

namespace cli {
namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr std::size_t bar_width = 24;

std::string bar(double fraction) {
  const auto filled = static_cast<std::size_t>(fraction * static_cast<double>(bar_width));
  std::string text = "[" + std::string(filled, '=');
  if (filled < bar_width) text += '>' + std::string(bar_width - filled - 1, ' ');
  return text + "]";
}

}  // namespace

std::string clock_text(std::chrono::seconds duration) {
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const std::int64_t seconds = duration.count();
  const std::string tail = two(seconds % 60);
  if (seconds < 3600) return std::to_string(seconds / 60) + ":" + tail;
  return std::to_string(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + tail;
}

Progress::Progress(Terminal& terminal, std::string work, std::string unit)
    : terminal_(terminal), work_(std::move(work)), unit_(std::move(unit)) {}

Progress::~Progress() { clear(); }

std::string Progress::line(std::uint64_t count, std::optional<double> fraction,
                           double seconds) const {
  std::string text = work_ + "  ";
  if (fraction) {
    const double done = std::clamp(*fraction, 0.0, 1.0);
    text += bar(done) + " " + std::to_string(static_cast<int>(done * 100)) + " %  ";
  }
  text += grouped(static_cast<std::int64_t>(count)) + " " + unit_;
  if (seconds > 0.2) {
    text += "  " + grouped(static_cast<std::int64_t>(static_cast<double>(count) / seconds)) + "/s";
    if (fraction && *fraction > 0.01 && *fraction < 1) {
      const double left = seconds * (1 - *fraction) / *fraction;
      text += "  " + clock_text(std::chrono::seconds(static_cast<std::int64_t>(left + 0.5))) +
              " left";
    }
  }
  return shortened(text, terminal_.columns > 1 ? terminal_.columns - 1 : 1);
}

void Progress::at(std::uint64_t count, std::optional<double> fraction) {
  if (!terminal_.err_is_tty) return;
  const auto now = Clock::now();
  if (visible_ && now - drawn_ < redraw_interval) return;
  drawn_ = now;
  visible_ = true;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  terminal_.err << "\r\x1b[K" << line(count, fraction, seconds) << std::flush;
}

void Progress::say(std::string_view message) {
  clear();
  terminal_.err << message << '\n';
}

void Progress::clear() {
  if (visible_) terminal_.err << "\r\x1b[K" << std::flush;
  visible_ = false;
}

}  // namespace cli
