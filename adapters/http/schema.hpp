#pragma once

#include <algorithm>
#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11/algorithm.hpp>

#include <shared/domain/instant.hpp>

#include <adapters/json/write.hpp>

// JSON Schemas of structs that BOOST_DESCRIBE_STRUCT describes: of what json::write writes of them
// and json::read_request reads into them, so that no schema says anything else.
//   Source  JSON Schema 2020-12, as OpenAPI 3.1 has it
namespace http {

// About: what a schema says of the members of that name beside their type: members of JSON, such as
// R"("maxLength":200)".
struct About {
  std::string_view member;
  std::string_view says;
};
using Abouts = std::vector<About>;

namespace detail {

enum class Direction { answer, request };

template <class T>
std::string members_of(const Abouts& abouts, Direction direction);
template <class T>
std::string required_of(Direction direction);

template <class T>
std::string object_of(const Abouts& abouts, Direction direction) {
  std::string closed = direction == Direction::request ? R"("additionalProperties":false,)" : "";
  return closed + R"("required":[)" + required_of<T>(direction) + R"(],"properties":{)" +
         members_of<T>(abouts, direction) + "}";
}

template <class T>
std::string type_of(const Abouts& abouts, Direction direction, bool or_null) {
  const auto named = [&](std::string_view type) {
    const std::string quoted = '"' + std::string(type) + '"';
    return R"("type":)" + (or_null ? "[" + quoted + R"(,"null"])" : quoted);
  };
  if constexpr (std::same_as<T, bool>)
    return named("boolean");
  else if constexpr (std::integral<T>)
    return named("integer") + R"(,"format":"int64")";
  else if constexpr (std::same_as<T, std::string>)
    return named("string");
  else if constexpr (std::same_as<T, shared::Instant>)
    return named("string") + R"(,"format":"date-time")";
  else if constexpr (json::detail::is_optional<T>)
    return type_of<typename T::value_type>(abouts, direction, true);
  else if constexpr (json::detail::is_vector<T>)
    return named("array") + R"(,"items":{)" +
           type_of<typename T::value_type>(abouts, direction, false) + "}";
  else
    return named("object") + "," + object_of<T>(abouts, direction);
}

template <class T, class Each>
void for_each_member(Each each) {
  using Members = boost::describe::describe_members<T, json::detail::public_members>;
  boost::mp11::mp_for_each<Members>(each);
}

template <class T>
std::string members_of(const Abouts& abouts, Direction direction) {
  std::string text;
  for_each_member<T>([&](auto member) {
    using Value = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
    if (!text.empty()) text += ',';
    text += '"' + std::string(member.name) + R"(":{)" + type_of<Value>(abouts, direction, false);
    const auto about = std::ranges::find(abouts, std::string_view(member.name), &About::member);
    if (about != abouts.end()) text += ',' + std::string(about->says);
    text += '}';
  });
  return text;
}

template <class T>
std::string required_of(Direction direction) {
  std::string text;
  for_each_member<T>([&](auto member) {
    using Value = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
    if (direction == Direction::request && json::detail::is_optional<Value>) return;
    text += (text.empty() ? "\"" : ",\"") + std::string(member.name) + '"';
  });
  return text;
}

}  // namespace detail

// Of an answer: every member is there.
template <class T>
std::string answer_schema(const Abouts& abouts = {}) {
  return "{" + detail::type_of<T>(abouts, detail::Direction::answer, false) + "}";
}

// Of a request's body: what is optional may be missing or null, and nothing else may be there.
template <class T>
std::string request_schema(const Abouts& abouts = {}) {
  return "{" + detail::type_of<T>(abouts, detail::Direction::request, false) + "}";
}

// Of a page of components of that name.
inline std::string list_schema(std::string_view component) {
  return R"({"type":"object","required":["data","has_more"],"properties":{"data":{"type":"array",)"
         R"("items":{"$ref":"#/components/schemas/)" +
         std::string(component) + R"("}},"has_more":{"type":"boolean"}}})";
}

}  // namespace http
