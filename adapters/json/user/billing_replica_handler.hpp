#pragma once

#include <ports/sync/event_handler.hpp>
#include <ports/sync/replica_reader.hpp>

#include <user/application/keep_billing_replica.hpp>

namespace json {

// BillingReplicaHandler: billing's profile events, whatever their type, into the user module's
// copy. Reads no more of them than that copy keeps.
//   Errors  apply: user.billing_event_unreadable
class BillingReplicaHandler final : public sync::ReplicaHandler {
 public:
  explicit BillingReplicaHandler(const user::KeepBillingReplica& replica) : replica_(replica) {}

  std::string_view aggregate_type() const override;
  int schema_version_max() const override;
  void want(const sync::Event& event) override;
  std::int64_t version(const std::string& key) override;
  shared::Done apply(const sync::Event& event) override;

 private:
  user::KeepBillingReplica replica_;
};

// What that copy keeps of a profile's state.
shared::Result<std::vector<sync::KeptField>> kept_of_profile(const std::string& state);

}  // namespace json
