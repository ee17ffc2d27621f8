#pragma once

#include <adapters/bus/in_process_event_bus.hpp>
#include <app/billing_host.hpp>
#include <app/user_host.hpp>

namespace app {

struct Databases {
  sql::Location user;
  sql::Location billing;
};

// Who follows whom, and what for: all of it.
void subscribe(UserHost& user, BillingHost& billing, const Databases& databases,
               bus::InProcessEventBus& bus);

}  // namespace app
