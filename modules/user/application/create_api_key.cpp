#include <user/application/create_api_key.hpp>

#include <ports/user/user_state.hpp>

namespace user {

shared::Done CreateApiKey::operator()(const Command& command) const {
  const auto key = ApiKey::create({.id = command.id,
                                   .name = command.name,
                                   .secret_hash = command.secret_hash,
                                   .scopes = command.scopes,
                                   .version = 1,
                                   .created_at = command.at,
                                   .expires_at = command.expires_at,
                                   .revoked_at = {}});
  if (!key) return shared::refuse(key.error());

  keys_.put(*key);
  outbox_.append(events::ApiKeyCreated{.after = state_of(*key)});
  return {};
}

}  // namespace user
