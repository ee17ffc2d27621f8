#pragma once

#include <ports/sync/event_handler.hpp>
#include <ports/sync/replica_reader.hpp>

#include <billing/application/keep_user_replica.hpp>

namespace json {

// UserReplicaHandler: the user module's events, whatever their type, into billing's copy of the
// users. Reads no more of them than that copy keeps.
//   Errors  apply: billing.user_event_unreadable
class UserReplicaHandler final : public sync::ReplicaHandler {
 public:
  explicit UserReplicaHandler(const billing::KeepUserReplica& replica) : replica_(replica) {}

  std::string_view aggregate_type() const override;
  int schema_version_max() const override;
  void want(const sync::Event& event) override;
  std::int64_t version(const std::string& key) override;
  shared::Done apply(const sync::Event& event) override;

 private:
  billing::KeepUserReplica replica_;
};

// What that copy keeps of a user's state.
shared::Result<std::vector<sync::KeptField>> kept_of_user(const std::string& state);

}  // namespace json
