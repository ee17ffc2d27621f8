#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include <adapters/memory/user/memory_api_keys.hpp>
#include <adapters/memory/user/memory_billing_replica.hpp>
#include <adapters/memory/user/memory_subscription_replica.hpp>
#include <adapters/memory/user/memory_user_outbox.hpp>
#include <adapters/memory/user/memory_users.hpp>

#include <user/application/user_module.hpp>

namespace user_test {

// The module over stores in memory; run() does what the write lane does.
struct Module {
  memory::MemoryUsers users;
  memory::MemoryApiKeys api_keys;
  memory::MemoryBillingReplica billing_replica;
  memory::MemorySubscriptionReplica subscription_replica;
  memory::MemoryUserOutbox outbox;
  user::UserModule module{user::UserPorts{.users = users,
                                          .users_by_email = users,
                                          .api_keys = api_keys,
                                          .billing_replica = billing_replica,
                                          .subscription_replica = subscription_replica,
                                          .outbox = outbox}};

  template <class UseCase>
  auto run(const UseCase& use_case, const typename UseCase::Command& command) {
    use_case.want(command);
    return use_case(command);
  }

  // A user of that number, who must be new.
  user::UserId registered(std::uint8_t number, const std::string& email) {
    const auto id = id_of(number);
    const auto done = run(module.register_user,
                          {.id = id, .at = at(number), .email = email, .profile = {}});
    return done ? id : user::UserId{};
  }

  static user::UserId id_of(std::uint8_t number) {
    user::UserId id;
    id.uuid.bytes[15] = number;
    return id;
  }
  static shared::Instant at(std::int64_t number) { return shared::from_unix_ms(number * 1'000); }

  // The last event, which must be of that kind.
  template <class Event>
  const Event& last() const {
    return std::get<Event>(outbox.users().back());
  }
};

}  // namespace user_test
