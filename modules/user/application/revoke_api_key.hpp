#pragma once

#include <cstdint>
#include <optional>

#include <ports/user/api_keys.hpp>
#include <ports/user/user_events.hpp>
#include <ports/user/user_outbox.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/domain/api_key_id.hpp>

namespace user {

// RevokeApiKey: the key lets nobody in any more; it stays on record. Says api_key.revoked. A key
// that was revoked already stays as is, and its state is the answer.
//   Errors  user.key_not_found, user.key_version_mismatch
class RevokeApiKey {
 public:
  struct Command {
    ApiKeyId id;
    shared::Instant at;
    std::optional<std::int64_t> expected_version;
  };

  RevokeApiKey(ApiKeys& keys, UserOutbox& outbox) : keys_(keys), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<std::optional<events::ApiKeyState>> operator()(const Command& command) const;

 private:
  ApiKeys& keys_;
  UserOutbox& outbox_;
};

}  // namespace user
