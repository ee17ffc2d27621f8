#pragma once

#include <ports/sync/event_handler.hpp>
#include <ports/sync/replica_reader.hpp>

#include <user/application/keep_subscription_replica.hpp>

namespace json {

// SubscriptionReplicaHandler: billing's subscription events, whatever their type, into the user
// module's copy. Reads no more of them than that copy keeps.
//   Errors  apply: user.billing_event_unreadable
class SubscriptionReplicaHandler final : public sync::ReplicaHandler {
 public:
  explicit SubscriptionReplicaHandler(const user::KeepSubscriptionReplica& replica)
      : replica_(replica) {}

  std::string_view aggregate_type() const override;
  int schema_version_max() const override { return 1; }
  void want(const sync::Event& event) override { replica_.want(event.key); }
  std::int64_t version(const std::string& key) override { return replica_.version(key); }
  shared::Done apply(const sync::Event& event) override;

 private:
  user::KeepSubscriptionReplica replica_;
};

// What that copy keeps of a subscription's state.
shared::Result<std::vector<sync::KeptField>> kept_of_subscription(const std::string& state);

}  // namespace json
