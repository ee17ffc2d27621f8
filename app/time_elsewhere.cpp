#include <app/time_elsewhere.hpp>

#include <algorithm>
#include <charconv>

namespace app {
namespace {

constexpr std::chrono::milliseconds ask_every{5'000};
constexpr std::chrono::milliseconds answer_within{2'000};

}  // namespace

std::string time_service_of(const std::string& module) { return module + ".time"; }

shared::Instant TimeElsewhere::now() {
  const auto monotonic = clock_.monotonic().count();
  auto due = ask_at_ms_.load();
  if (monotonic >= due && ask_at_ms_.compare_exchange_strong(due, monotonic + ask_every.count())) {
    requests_.ask(time_service_of(module_), {}, answer_within, [ahead = ahead_ms_](auto answer) {
      if (!answer) return;
      const auto& text = answer->body;
      std::int64_t ms = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
      if (error == std::errc{} && end == text.data() + text.size() && ms >= 0) *ahead = ms;
    });
  }
  return clock_.now() + std::chrono::milliseconds{ahead_ms_->load()};
}

std::unique_ptr<shared::Serving> serve_time(shared::Services& services, const std::string& module,
                                            shared::Clock& clock,
                                            std::function<shared::Instant()> now) {
  return services.serve(time_service_of(module), [&clock, now = std::move(now)](
                                                const shared::Message&,
                                                shared::Services::Reply reply) {
    const auto ahead = now() - clock.now();
    reply({{}, std::to_string(std::max<std::int64_t>(0, ahead.count()))});
  });
}

}  // namespace app
