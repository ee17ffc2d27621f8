#include <adapters/http/message.hpp>

#include <algorithm>

namespace http {
namespace {

std::optional<std::string_view> first(const Fields& fields, std::string_view name) {
  const auto at = std::ranges::find(fields, name, &Fields::value_type::first);
  if (at == fields.end()) return std::nullopt;
  return at->second;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const {
  return first(headers, name);
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  return first(query, name);
}

}  // namespace http
