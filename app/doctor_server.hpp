#pragma once

#include <functional>

#include <adapters/http/message.hpp>
#include <app/config_settings.hpp>
#include <app/doctor_store.hpp>

namespace app {

using Ask = std::function<http::Response(http::Request)>;

// What the running server says of its followers.
void examine_running(const Ask& ask, Findings& findings);

// Whether PostgreSQL takes as many connections as a server may come to hold, and has the time.
void examine_postgresql(const Settings& settings, const sql::Location& at, Findings& findings);

// What a module's role may do there, and whether the way there is a secret's.
void examine_role(ExaminedStore& store, bool insecure_is_said, Findings& findings);

}  // namespace app
