#pragma once

#include <billing/application/close_profile_of_deleted_user.hpp>
#include <billing/application/keep_user_replica.hpp>
#include <billing/application/set_billing_profile.hpp>

namespace billing {

// What the module writes through; each outlives it, and all of them are the write lane's.
struct BillingPorts {
  UserReplica& user_replica;
  BillingProfiles& profiles;
  BillingOutbox& outbox;
};

// BillingModule: the front door. Every use case runs inside this module's write lane: first its
// want, then, when the rows are there, the call.
struct BillingModule {
  explicit BillingModule(const BillingPorts& ports)
      : set_billing_profile(ports.user_replica, ports.profiles, ports.outbox),
        keep_user_replica(ports.user_replica),
        close_profile_of_deleted_user(ports.profiles, ports.outbox) {}

  SetBillingProfile set_billing_profile;
  KeepUserReplica keep_user_replica;
  CloseProfileOfDeletedUser close_profile_of_deleted_user;
};

}  // namespace billing
