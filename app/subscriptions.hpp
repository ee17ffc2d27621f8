#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/bus/in_process_event_bus.hpp>
#include <app/billing_host.hpp>
#include <app/insight_host.hpp>
#include <app/user_host.hpp>
#include <app/webhook_host.hpp>

namespace app {

// Databases: where each module's own lies, and the gateway's.
struct Databases {
  sql::Location user;
  sql::Location billing;
  sql::Location insight;
  sql::Location webhook;
  sql::Location gateway;  // the simulated one's book, which is no module's

  // The modules', by name, in the order of start.
  std::vector<std::pair<std::string, sql::Location>> each() const {
    return {{"user", user}, {"billing", billing}, {"insight", insight}, {"webhook", webhook}};
  }
};

// Following: that one module follows another's log.
struct Following {
  std::string module;
  std::string source;

  std::string follower() const { return module + "-follows-" + source; }
};

// Who follows whom, and what for: all of it.
std::vector<Following> who_follows_whom();
void subscribe(UserHost& user, const Databases& databases, bus::InProcessEventBus& bus);
void subscribe(BillingHost& billing, const Databases& databases, bus::InProcessEventBus& bus);
void subscribe(InsightHost& insight, const Databases& databases, bus::InProcessEventBus& bus);
void subscribe(WebhookHost& webhook, const Databases& databases, bus::InProcessEventBus& bus);

}  // namespace app
