#pragma once

#include <adapters/sql/user/api_key_row.hpp>
#include <adapters/sql/working_rows.hpp>

#include <ports/sync/store.hpp>
#include <ports/user/api_keys.hpp>

namespace sql {

// SqlApiKeys: api_key under the write lane.
class SqlApiKeys final : public user::ApiKeys, public sync::WorkingTable {
 public:
  explicit SqlApiKeys(Session& writer) : keys_(writer) {}

  void want(const user::ApiKeyId& id) override { keys_.want(id); }
  std::optional<user::ApiKey> find(const user::ApiKeyId& id) override {
    const auto* key = keys_.find(id);
    return key != nullptr ? std::optional{*key} : std::nullopt;
  }
  void put(const user::ApiKey& key) override { keys_.put(key); }

  void load() override { keys_.load(); }
  void keep() override { keys_.keep(); }
  void drop() override { keys_.drop(); }
  void flush() override { keys_.flush(); }
  void clear() noexcept override { keys_.clear(); }

 private:
  WorkingRows<ApiKeyRow> keys_;
};

}  // namespace sql
