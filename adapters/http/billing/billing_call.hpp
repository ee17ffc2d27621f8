#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <billing/domain/billing_errors.hpp>
#include <billing/domain/customer_id.hpp>
#include <ports/billing/page.hpp>
#include <shared/domain/result.hpp>

#include <adapters/http/billing/billing_routes.hpp>
#include <adapters/http/handlers.hpp>

// What billing's routes have in common: how they are described, and how their calls are read.
namespace http {

// A route that reads, under billing:read.
Route billing_read(std::string pattern, std::string operation_id, std::string tag,
                   std::string summary);
// A route that changes something, under billing:write. It takes Idempotency-Key.
Route billing_write(std::string method, std::string pattern, std::string operation_id,
                    std::string tag, std::string summary);
// Of one thing, at a version that the caller may name with If-Match.
Route at_a_version(Route made);

// Of whom customer_id or user_id speaks; nothing where both are missing. They must agree.
shared::Result<std::optional<billing::CustomerId>> customer_in_query(const Request& request);

// `show` makes the JSON of one row.
template <class Row, class Show>
Response page_response(const billing::Page<Row>& page, Show show) {
  std::vector<std::string> rows;
  rows.reserve(page.rows.size());
  for (const Row& row : page.rows) rows.push_back(show(row));
  return json_response(200, list_body(rows, page.has_more));
}

// In a PATCH, null is the same as the field's empty value.
template <class Value>
std::optional<Value> or_empty(std::optional<std::optional<Value>> given) {
  if (!given) return std::nullopt;
  return std::move(*given).value_or(Value{});
}

}  // namespace http
