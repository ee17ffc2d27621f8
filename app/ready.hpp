#pragma once

#include <string>

#include <app/config.hpp>

namespace app {

// What the server on this data folder says of its readiness, for health checks: it is asked as
// anybody may ask, and no store is opened.
//   Errors  throws cli::Stop (unavailable) where none listens there, or it is not ready
std::string ask_whether_ready(const Config& config);

}  // namespace app
