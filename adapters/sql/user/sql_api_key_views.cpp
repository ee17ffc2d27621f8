#include <adapters/sql/user/sql_api_key_views.hpp>

#include <adapters/sql/user/api_key_row.hpp>

namespace sql {

SqlApiKeyViews::SqlApiKeyViews(Session& reader)
    : all_(reader, "SELECT " + std::string(api_key_columns) + " FROM api_key ORDER BY id", "",
           api_key_shape) {}

std::vector<user::ApiKey> SqlApiKeyViews::all() {
  std::vector<user::ApiKey> keys;
  all_.each([&] { keys.push_back(read_api_key(all_)); });
  return keys;
}

}  // namespace sql
