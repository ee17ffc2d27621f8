#include <insight/application/tally.hpp>

#include <insight/domain/insight_errors.hpp>

namespace insight {
namespace {

CountKey key_of(Metric metric, const std::string& currency, shared::Instant at) {
  return {metric, currency, std::chrono::floor<std::chrono::days>(at)};
}

}  // namespace

void Tally::want(Metric metric, const std::string& currency, shared::Instant at) const {
  counts_.want(key_of(metric, currency, at));
}

shared::Done Tally::add(Metric metric, const std::string& currency, shared::Instant at,
                        std::int64_t value) const {
  if (value == 0) return {};
  const auto key = key_of(metric, currency, at);
  auto row = counts_.find(key).value_or(CountRow{key, 0});
  if (__builtin_add_overflow(row.value, value, &row.value)) {
    return shared::refuse(errors::event_unreadable("The sum of its day leaves the range."));
  }
  counts_.put(row);
  return {};
}

}  // namespace insight
