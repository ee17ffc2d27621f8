#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <shared/domain/result.hpp>

namespace webhook {

// EventFilters: which events an endpoint wants.
//   Shape   1 to 64 patterns: an exact type (billing.invoice_paid), all types below a word
//           (billing.*), or * for all; each once, in the order they were said
//   Errors  webhook.event_type_invalid, webhook.event_types_count
class EventFilters {
 public:
  static constexpr std::size_t patterns_max = 64;

  static shared::Result<EventFilters> parse(const std::vector<std::string>& patterns);
  // Read back from a store.
  explicit EventFilters(std::vector<std::string> patterns) : patterns_(std::move(patterns)) {}

  // What tells of API keys is wanted by nobody who does not name it exactly.
  bool want(std::string_view type) const;

  const std::vector<std::string>& patterns() const { return patterns_; }
  bool operator==(const EventFilters&) const = default;

 private:
  std::vector<std::string> patterns_;
};

}  // namespace webhook
