#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/domain/api_key_id.hpp>

// ApiKey: what lets a program in, as far as its scopes go, until it expires or is revoked.
//   Shape   the secret is never here: only its hash, as hex text
//   Units   name: 1-100 code points without control characters; scopes: 1 to all of api_scopes
//   Errors  create: user.key_name_invalid, user.key_scope_unknown, user.key_scopes_empty,
//           user.key_expiry_past
namespace user {

inline constexpr auto api_scopes = std::to_array<std::string_view>({
    "admin",  // all of the others
    "users:read", "users:write", "customers:read", "customers:write", "billing:read",
    "billing:write", "ledger:read", "insight:read", "webhooks:read",
    "webhooks:write", "events:read", "sync:read", "sync:write", "keys:read", "keys:write",
    "metrics:read",
});

class ApiKey {
 public:
  struct Fields {
    ApiKeyId id;
    std::string name;
    std::string secret_hash;
    std::vector<std::string> scopes;  // in the order of api_scopes, each once
    std::int64_t version = 1;
    shared::Instant created_at;
    std::optional<shared::Instant> expires_at;
    std::optional<shared::Instant> revoked_at;

    bool operator==(const Fields&) const = default;
  };

  // A new key, at version 1; `asked.version` and `asked.revoked_at` are not read.
  static shared::Result<ApiKey> create(Fields asked);
  // One that was, read back from a store.
  explicit ApiKey(Fields fields) : fields_{std::move(fields)} {}

  // Answers whether anything changed. There is no way back.
  bool revoke(shared::Instant at);

  const Fields& fields() const { return fields_; }
  bool operator==(const ApiKey&) const = default;

 private:
  Fields fields_;
};

}  // namespace user
