#pragma once

#include <adapters/sql/query.hpp>

#include <ports/user/api_keys.hpp>

namespace sql {

// SqlApiKeyViews: api_key as readers see it.
class SqlApiKeyViews final : public user::ApiKeyViews {
 public:
  explicit SqlApiKeyViews(Session& reader);

  std::vector<user::ApiKey> all() override;

 private:
  Query all_;
};

}  // namespace sql
