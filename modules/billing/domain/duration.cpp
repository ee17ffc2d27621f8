#include <billing/domain/duration.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace billing {
namespace {

constexpr std::size_t digits_max = 6;

struct Unit {
  char letter;
  bool of_a_day;  // stands behind the T
  std::int64_t Duration::*member;
  std::int64_t times;
};

// In the order in which they stand.
constexpr Unit units[] = {
    {'Y', false, &Duration::months, 12},   {'M', false, &Duration::months, 1},
    {'W', false, &Duration::days, 7},      {'D', false, &Duration::days, 1},
    {'H', true, &Duration::seconds, 3600}, {'M', true, &Duration::seconds, 60},
    {'S', true, &Duration::seconds, 1},
};

// Takes a number of at most six digits off the front.
std::optional<std::int64_t> take_number(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  if (end == 0 || end > digits_max) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + end, number);
  text.remove_prefix(end);
  return number;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  if (!text.starts_with('P')) return std::nullopt;
  text.remove_prefix(1);
  Duration duration;
  bool of_a_day = false;
  const auto* unit = std::begin(units);
  while (!text.empty()) {
    if (text.starts_with('T')) {
      if (of_a_day) return std::nullopt;
      of_a_day = true;
      text.remove_prefix(1);
    }
    const auto number = take_number(text);
    if (!number || text.empty()) return std::nullopt;
    unit = std::find_if(unit, std::end(units), [&](const Unit& one) {
      return one.letter == text.front() && one.of_a_day == of_a_day;
    });
    if (unit == std::end(units)) return std::nullopt;
    duration.*(unit->member) += *number * unit->times;
    ++unit;
    text.remove_prefix(1);
  }
  if (duration == Duration{}) return std::nullopt;
  return duration;
}

std::optional<shared::Instant> plus(shared::Instant at, const Duration& duration) {
  using namespace std::chrono;
  constexpr year_month_day last{9999y / December / 31};
  const auto day = floor<days>(at);
  year_month_day date{day};
  if (duration.months > 9999 * 12) return std::nullopt;
  date += months{duration.months};
  if (date.year() > last.year()) return std::nullopt;
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  const auto moved = sys_days{date} + days{duration.days};
  if (moved > sys_days{last}) return std::nullopt;
  const auto then = shared::Instant{moved} + (at - day) + seconds{duration.seconds};
  if (then >= shared::Instant{sys_days{last} + days{1}}) return std::nullopt;
  return then;
}

}  // namespace billing
