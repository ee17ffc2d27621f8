#pragma once

#include <user/application/change_email.hpp>
#include <user/application/create_api_key.hpp>
#include <user/application/deactivate_user.hpp>
#include <user/application/delete_user.hpp>
#include <user/application/import_user.hpp>
#include <user/application/keep_billing_replica.hpp>
#include <user/application/keep_subscription_replica.hpp>
#include <user/application/reactivate_user.hpp>
#include <user/application/register_user.hpp>
#include <user/application/revoke_api_key.hpp>
#include <user/application/update_profile.hpp>

namespace user {

// What the module writes through; each outlives it, and all of them are the write lane's.
struct UserPorts {
  Users& users;
  UsersByEmail& users_by_email;
  ApiKeys& api_keys;
  BillingReplica& billing_replica;
  SubscriptionReplica& subscription_replica;
  UserOutbox& outbox;
};

// UserModule: the front door. Every use case runs inside this module's write lane: first its want,
// then, when the rows are there, the call.
struct UserModule {
  explicit UserModule(const UserPorts& ports)
      : register_user(ports.users, ports.users_by_email, ports.outbox),
        change_email(ports.users, ports.users_by_email, ports.outbox),
        update_profile(ports.users, ports.outbox),
        deactivate_user(ports.users, ports.outbox),
        reactivate_user(ports.users, ports.outbox),
        delete_user(ports.users, ports.outbox),
        import_user(ports.users, ports.users_by_email, ports.outbox),
        create_api_key(ports.api_keys, ports.outbox),
        revoke_api_key(ports.api_keys, ports.outbox),
        keep_billing_replica(ports.billing_replica),
        keep_subscription_replica(ports.subscription_replica) {}

  RegisterUser register_user;
  ChangeEmail change_email;
  UpdateProfile update_profile;
  DeactivateUser deactivate_user;
  ReactivateUser reactivate_user;
  DeleteUser delete_user;
  ImportUser import_user;
  CreateApiKey create_api_key;
  RevokeApiKey revoke_api_key;
  KeepBillingReplica keep_billing_replica;
  KeepSubscriptionReplica keep_subscription_replica;
};

}  // namespace user
