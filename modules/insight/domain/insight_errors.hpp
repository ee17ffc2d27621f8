#pragma once

#include <string>
#include <string_view>

#include <shared/domain/error.hpp>

// What insight refuses, and in which words.
namespace insight::errors {

using shared::Error;
using shared::ErrorKind;

inline Error metric_unknown() {
  return {ErrorKind::not_found, "insight.metric_unknown",
          "There is no such metric. GET /v1/insight lists them.", ""};
}
inline Error too_many_points(std::size_t points_max) {
  return {ErrorKind::invalid, "insight.too_many_points",
          "All metrics in all currencies would be more than " + std::to_string(points_max) +
              " points: ask for fewer days, or for one metric.",
          ""};
}
// An event that insight cannot read; parks its key.
inline Error event_unreadable(std::string_view why) {
  return {ErrorKind::malformed, "insight.event_unreadable", std::string{why}, ""};
}

}  // namespace insight::errors
