#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <user/domain/api_key.hpp>
#include <user/domain/api_key_id.hpp>

namespace user {

// ApiKeys: the keys, as the write lane sees them: loaded by set, changed in memory, flushed by set.
class ApiKeys {
 public:
  virtual ~ApiKeys() = default;
  // Names a key for the next load.
  virtual void want(const ApiKeyId& id) = 0;
  // A key that was wanted and loaded, or put in this batch; nothing where there is none.
  virtual std::optional<ApiKey> find(const ApiKeyId& id) = 0;
  // Adds the key, or overwrites the one of the same id.
  virtual void put(const ApiKey& key) = 0;
};

// ApiKeyViews: keys as readers see them: durable state only.
class ApiKeyViews {
 public:
  virtual ~ApiKeyViews() = default;
  // Every key, also expired and revoked ones, with the hashes of the secrets, in order of creation:
  // for the ring that lets callers in, and for lists (which show no hash).
  virtual std::vector<ApiKey> all() = 0;
};

}  // namespace user
