#include <billing/application/advance_clock.hpp>

#include <chrono>

#include <billing/application/billing_time.hpp>
#include <billing/domain/billing_errors.hpp>
#include <billing/domain/number_series.hpp>

namespace billing {
namespace {

events::ClockState state_of(const ClockSetting& setting, shared::Instant now) {
  return {.id = setting.id, .version = setting.version, .ahead_ms = setting.ahead_ms, .now = now};
}

}  // namespace

// What runs behind it in the same batch named its rows by the time as it was: an invoice that is
// issued then needs the series of the year that this leads to. A batch is far shorter than a day.
void AdvanceClock::want(const Command& command) const {
  ports_.clock.want(clock_row);
  for (const auto at : {command.to - std::chrono::days{1}, command.to + std::chrono::days{1}}) {
    ports_.number_series.want(series_name(rules_.number_prefix, book_day(at)));
  }
}

shared::Result<AdvanceClock::Unchanged> AdvanceClock::operator()(const Command& command) const {
  const auto stored = ports_.clock.find(clock_row);
  auto setting = stored.value_or(ClockSetting{});
  const auto now = billing_time(ports_.clock, command.at);
  const auto before = state_of(setting, now);
  if (command.to < now) return shared::refuse(errors::clock_backwards());
  if (command.to == now) return before;
  if (command.to > command.at + ahead_max) return shared::refuse(errors::clock_too_far());

  setting.ahead_ms = (command.to - command.at).count();
  ++setting.version;
  ports_.clock.put(setting);
  ports_.outbox.append(
      events::ClockAdvanced{.after = state_of(setting, command.to),
                            .before = stored ? std::optional{before} : std::nullopt});
  return Unchanged{};
}

}  // namespace billing
