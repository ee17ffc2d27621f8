#include <tests/bench/workload.hpp>

#include <algorithm>
#include <chrono>

#include <sys/resource.h>

namespace bench {

std::uint64_t scrambled(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15U;
  number = (number ^ (number >> 30U)) * 0xbf58476d1ce4e5b9U;
  number = (number ^ (number >> 27U)) * 0x94d049bb133111ebU;
  return number ^ (number >> 31U);
}

std::string hex(std::uint64_t seed, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = 0; i < digits; ++i) {
    if (i % 16 == 0) seed = scrambled(seed);
    text[i] = "0123456789abcdef"[(seed >> (4 * (i % 16))) & 15U];
  }
  return text;
}

NewUser new_user(std::int64_t n) {
  const auto seed = static_cast<std::uint64_t>(n);
  return {
      .email = hex(seed, 10) + "." + std::to_string(n) + "@example.com",
      .display_name = "Somebody Nicely Named " + std::to_string(n),
      .locale = "en-GB",
      .time_zone = "Europe/Berlin",
      .idempotency_key = hex(~seed, 64),
  };
}

std::map<std::string, std::string> metadata_entries() {
  return {{"campaign", "spring-2026"},
          {"note", "a line as somebody in sales would write it"},
          {"plan", "trial"},
          {"score", "17"},
          {"source", "import"},
          {"team", "alpha"}};
}

std::vector<double> arrivals_us(const std::vector<Mark>& source,
                                const std::vector<Mark>& follower) {
  std::vector<double> all;
  auto covering = follower.begin();
  for (const auto& mark : source) {
    while (covering != follower.end() && covering->offset < mark.offset) ++covering;
    if (covering == follower.end()) break;
    all.push_back((covering->at_seconds - mark.at_seconds) * 1e6);
  }
  return all;
}

double percentile(std::vector<double> values, double percent) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(last * percent / 100 + 0.5)];
}

double now_seconds() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

double process_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace bench
