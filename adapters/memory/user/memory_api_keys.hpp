#pragma once

#include <adapters/memory/table.hpp>

#include <ports/user/api_keys.hpp>

namespace memory {

// MemoryApiKeys: keys in memory.
class MemoryApiKeys final : public user::ApiKeys {
 public:
  void want(const user::ApiKeyId& id) override { rows_.want(id); }
  std::optional<user::ApiKey> find(const user::ApiKeyId& id) override { return rows_.find(id); }
  void put(const user::ApiKey& key) override { rows_.put(key.fields().id, key); }

  const auto& rows() const { return rows_.rows(); }

 private:
  Table<user::ApiKeyId, user::ApiKey> rows_;
};

}  // namespace memory
