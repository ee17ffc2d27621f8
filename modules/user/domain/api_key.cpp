#include <user/domain/api_key.hpp>

#include <algorithm>
#include <cstddef>

#include <shared/domain/text.hpp>
#include <user/domain/user_errors.hpp>

namespace user {
namespace {

// The same scopes, each once and in the order of api_scopes.
shared::Result<std::vector<std::string>> in_order(const std::vector<std::string>& asked) {
  if (asked.empty()) return shared::refuse(errors::key_scopes_empty());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (std::ranges::find(api_scopes, asked[i]) == api_scopes.end()) {
      return shared::refuse(
          shared::at_field(errors::key_scope_unknown(), "/scopes/" + std::to_string(i)));
    }
  }
  std::vector<std::string> scopes;
  for (const auto scope : api_scopes) {
    if (std::ranges::find(asked, scope) != asked.end()) scopes.emplace_back(scope);
  }
  return scopes;
}

}  // namespace

shared::Result<ApiKey> ApiKey::create(Fields asked) {
  constexpr std::size_t name_code_points_max = 100;
  if (asked.name.empty() || !shared::is_line(asked.name, name_code_points_max)) {
    return shared::refuse(errors::key_name_invalid());
  }
  auto scopes = in_order(asked.scopes);
  if (!scopes) return shared::refuse(scopes.error());
  if (asked.expires_at && *asked.expires_at <= asked.created_at) {
    return shared::refuse(errors::key_expiry_past());
  }
  asked.scopes = std::move(*scopes);
  asked.version = 1;
  asked.revoked_at.reset();
  return ApiKey{std::move(asked)};
}

bool ApiKey::revoke(shared::Instant at) {
  if (fields_.revoked_at) return false;
  fields_.revoked_at = at;
  ++fields_.version;
  return true;
}

}  // namespace user
