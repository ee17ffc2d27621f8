#pragma once

#include <optional>
#include <string>
#include <vector>

#include <ports/user/api_keys.hpp>
#include <ports/user/user_outbox.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/domain/api_key_id.hpp>

namespace user {

// CreateApiKey: a key whose secret the caller drew and shows once; only its hash comes here, and
// only the store keeps that. Says api_key.created.
//   Errors  those of ApiKey::create
class CreateApiKey {
 public:
  struct Command {
    ApiKeyId id;
    shared::Instant at;
    std::string name;
    std::string secret_hash;  // hex text
    std::vector<std::string> scopes;
    std::optional<shared::Instant> expires_at;
  };

  CreateApiKey(ApiKeys& keys, UserOutbox& outbox) : keys_(keys), outbox_(outbox) {}

  // The row of a new id cannot be there.
  void want(const Command&) const {}
  shared::Done operator()(const Command& command) const;

 private:
  ApiKeys& keys_;
  UserOutbox& outbox_;
};

}  // namespace user
