#include <shared/domain/instant.hpp>

namespace shared {
namespace {

void put(std::string& out, unsigned value, std::size_t width) {
  const std::size_t end = out.size() + width;
  out.resize(end, '0');
  for (std::size_t i = end; value != 0 && i > end - width; value /= 10) {
    out[--i] = static_cast<char>('0' + value % 10);
  }
}

// Reads exactly `width` digits and drops them; -1 when they are not there.
int take(std::string_view& text, std::size_t width) {
  if (text.size() < width) return -1;
  int value = 0;
  const char* const end = text.data() + width;
  for (const char* c = text.data(); c != end; ++c) {
    if (*c < '0' || *c > '9') return -1;
    value = value * 10 + (*c - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool skip(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string to_rfc3339(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::string out;
  out.reserve(24);
  put(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out += '-';
  put(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  put(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  put(out, static_cast<unsigned>(time.hours().count()), 2);
  out += ':';
  put(out, static_cast<unsigned>(time.minutes().count()), 2);
  out += ':';
  put(out, static_cast<unsigned>(time.seconds().count()), 2);
  out += '.';
  put(out, static_cast<unsigned>(time.subseconds().count()), 3);
  out += 'Z';
  return out;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  const int y = take(text, 4);
  if (y < 0 || !skip(text, '-')) return std::nullopt;
  const int mo = take(text, 2);
  if (mo < 0 || !skip(text, '-')) return std::nullopt;
  const int d = take(text, 2);
  if (d < 0 || !skip(text, 'T')) return std::nullopt;
  const int h = take(text, 2);
  if (h < 0 || h > 23 || !skip(text, ':')) return std::nullopt;
  const int mi = take(text, 2);
  if (mi < 0 || mi > 59 || !skip(text, ':')) return std::nullopt;
  const int s = take(text, 2);
  if (s < 0 || s > 59) return std::nullopt;
  int ms = 0;
  if (skip(text, '.')) {
    ms = take(text, 3);
    if (ms < 0) return std::nullopt;
  }
  if (!skip(text, 'Z') || !text.empty()) return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)},
                            day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  return Instant{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms};
}

}  // namespace shared
