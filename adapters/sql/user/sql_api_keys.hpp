#pragma once

#include <adapters/sql/sql_rows.hpp>
#include <adapters/sql/user/api_key_row.hpp>

#include <ports/user/api_keys.hpp>

namespace sql {

using SqlApiKeys = SqlRows<ApiKeyRow>;

}  // namespace sql
