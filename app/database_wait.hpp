#pragma once

#include <signal.h>

#include <chrono>

#include <app/databases.hpp>

namespace app {

// Waits until the server of every module's database answers, asking again after 0.1 s, then twice
// that, up to 2 s. Files are not waited for. False where one of the signals came first, which must
// be blocked.
//   Errors  throws sync::StoreUnavailable once `at_most` has passed: who does not answer, and why
bool await_databases(const Databases& databases, std::chrono::seconds at_most,
                     const sigset_t& ended_by);

}  // namespace app
