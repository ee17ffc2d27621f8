#pragma once

#include <functional>
#include <string>

#include <ports/shared/ids.hpp>
#include <ports/sync/command.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/event_log.hpp>
#include <ports/sync/key_history.hpp>
#include <ports/user/api_keys.hpp>
#include <ports/user/billing_replica.hpp>
#include <ports/user/subscription_replica.hpp>
#include <ports/user/user_views.hpp>
#include <user/application/user_module.hpp>

#include <adapters/http/access.hpp>
#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>

namespace http {

// What a reading thread has of the user module.
struct UserReading {
  user::UserViews& users;
  user::BillingReplicaViews& billing;
  user::SubscriptionReplicaViews& subscriptions;
  user::ApiKeyViews& keys;
  sync::LogReader& log;
  sync::KeyHistory& history;
};

struct UserRoutePorts {
  const user::UserModule& module;  // touched by commands alone, on the module's lane
  sync::CommandQueue& queue;
  Reads<UserReading> reads;
  shared::Ids& ids;
  const sync::Digest& digest;
  MemoryKeyRing& ring;
  std::function<std::string()> draw_token;
};

// /v1/users... and /v1/keys...
RouteTable user_routes(UserRoutePorts ports);

}  // namespace http
