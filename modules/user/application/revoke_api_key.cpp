#include <user/application/revoke_api_key.hpp>

#include <utility>

#include <ports/user/user_state.hpp>

#include <user/domain/user_errors.hpp>

namespace user {

void RevokeApiKey::want(const Command& command) const { keys_.want(command.id); }

shared::Result<std::optional<events::ApiKeyState>> RevokeApiKey::operator()(
    const Command& command) const {
  auto key = keys_.find(command.id);
  if (!key) return shared::refuse(errors::key_not_found());
  if (command.expected_version && *command.expected_version != key->fields().version) {
    return shared::refuse(errors::key_version_mismatch());
  }

  auto before = state_of(*key);
  if (!key->revoke(command.at)) return before;
  keys_.put(*key);
  outbox_.append(events::ApiKeyRevoked{.after = state_of(*key), .before = std::move(before)});
  return std::optional<events::ApiKeyState>{};
}

}  // namespace user
