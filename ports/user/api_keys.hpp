#pragma once

#include <vector>

#include <ports/shared/rows.hpp>

#include <user/domain/api_key.hpp>
#include <user/domain/api_key_id.hpp>

namespace user {

using ApiKeys = shared::Rows<ApiKeyId, ApiKey>;

// ApiKeyViews: keys as readers see them: durable state only.
class ApiKeyViews {
 public:
  virtual ~ApiKeyViews() = default;
  // Every key, also expired and revoked ones, with the hashes of the secrets, in order of creation:
  // for the ring that lets callers in, and for lists (which show no hash).
  virtual std::vector<ApiKey> all() = 0;
};

}  // namespace user
