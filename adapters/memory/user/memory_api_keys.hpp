#pragma once

#include <adapters/memory/memory_rows.hpp>

#include <ports/user/api_keys.hpp>

namespace memory {

struct KeyOfApiKey {
  user::ApiKeyId operator()(const user::ApiKey& key) const { return key.fields().id; }
};
using MemoryApiKeys = MemoryRows<user::ApiKeyId, user::ApiKey, KeyOfApiKey>;

}  // namespace memory
