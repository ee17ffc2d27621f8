#pragma once

#include <concepts>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>

#include <adapters/json/document.hpp>
#include <adapters/json/place.hpp>
#include <adapters/json/write.hpp>

// read: JSON text into a struct that BOOST_DESCRIBE_STRUCT describes. The forms are those of write.
//   Shape   std::optional<T>: may be missing or null; std::optional<std::optional<T>>: missing is
//           empty outside, null is empty inside (a PATCH can tell them apart); all else is required
//   Errors  those of Document; json.wrong_type, json.out_of_range, json.unknown_value,
//           json.missing_member, json.unknown_member, each with its JSON pointer as field
namespace json {

enum class UnknownMembers { refused, ignored };

namespace detail {

class Reader {
 public:
  explicit Reader(UnknownMembers unknown) : unknown_(unknown) {}

  std::optional<shared::Error>& refusal() { return refusal_; }

  // False, with the refusal set, where `from` is no T.
  template <class T>
  bool read(const boost::json::value& from, T& into, const Place& at);

 private:
  bool read_bool(const boost::json::value& from, bool& into, const Place& at);
  bool read_string(const boost::json::value& from, std::string& into, const Place& at);
  bool read_instant(const boost::json::value& from, shared::Instant& into, const Place& at);
  bool read_raw(const boost::json::value& from, Raw& into);
  template <std::integral T>
  bool read_integer(const boost::json::value& from, T& into, const Place& at);
  template <class T>
  bool read_enum(const boost::json::value& from, T& into, const Place& at);
  template <class T>
  bool read_optional(const boost::json::value& from, T& into, const Place& at);
  template <class T>
  bool read_elements(const boost::json::value& from, std::vector<T>& into, const Place& at);
  template <class T>
  bool read_pairs(const boost::json::value& from, T& into, const Place& at);
  template <class T>
  bool read_struct(const boost::json::value& from, T& into, const Place& at);
  template <class T>
  bool read_member(const boost::json::object& from, const char* name, T& into, const Place& at,
                   std::size_t& present);
  bool refuse_unknown(std::string_view name, const Place& at);

  bool refuse(shared::Error error) {
    refusal_ = std::move(error);
    return false;
  }
  bool refuse_type(std::string_view expected, const Place& at);
  bool refuse_number(const boost::json::value& from, const Place& at);
  bool refuse_value(const Place& at);
  bool refuse_missing(const Place& at);

  UnknownMembers unknown_;
  std::optional<shared::Error> refusal_;
};

template <std::integral T>
bool Reader::read_integer(const boost::json::value& from, T& into, const Place& at) {
  if (!from.is_int64() && !from.is_uint64()) return refuse_number(from, at);
  boost::system::error_code failure;
  into = from.to_number<T>(failure);
  return failure ? refuse_number(from, at) : true;
}

template <class T>
bool Reader::read_enum(const boost::json::value& from, T& into, const Place& at) {
  std::string name;
  if (!read_string(from, name, at)) return false;
  return boost::describe::enum_from_string(name.c_str(), into) ? true : refuse_value(at);
}

template <class T>
bool Reader::read_optional(const boost::json::value& from, T& into, const Place& at) {
  using Value = typename T::value_type;
  into.reset();
  if constexpr (!is_optional<Value>) {
    if (from.is_null()) return true;
  }
  return read(from, into.emplace(), at);
}

template <class T>
bool Reader::read_elements(const boost::json::value& from, std::vector<T>& into,
                           const Place& at) {
  const auto* array = from.if_array();
  if (array == nullptr) return refuse_type("an array", at);
  into.resize(array->size());
  for (std::size_t i = 0; i < into.size(); ++i) {
    if (!read((*array)[i], into[i], at.at(i))) return false;
  }
  return true;
}

template <class T>
bool Reader::read_pairs(const boost::json::value& from, T& into, const Place& at) {
  const auto* object = from.if_object();
  if (object == nullptr) return refuse_type("an object", at);
  for (const auto& member : *object) {
    const std::string_view name(member.key().data(), member.key().size());
    if (!read(member.value(), into[std::string(name)], at.member(name))) return false;
  }
  return true;
}

template <class T>
bool Reader::read_member(const boost::json::object& from, const char* name, T& into,
                         const Place& at, std::size_t& present) {
  const boost::json::value* value = from.if_contains(name);
  if (value != nullptr) ++present;
  if (value != nullptr) return read(*value, into, at.member(name));
  if constexpr (is_optional<T>) return true;
  else return refuse_missing(at.member(name));
}

template <class T>
bool Reader::read_struct(const boost::json::value& from, T& into, const Place& at) {
  using Members = boost::describe::describe_members<T, public_members>;
  const auto* object = from.if_object();
  if (object == nullptr) return refuse_type("an object", at);
  bool good = true;
  std::size_t present = 0;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    good = good && read_member(*object, member.name, into.*member.pointer, at, present);
  });
  if (unknown_ == UnknownMembers::ignored) return good;
  if (refusal_ && refusal_->kind == shared::ErrorKind::malformed) return false;
  // Every name occurs once, so the counts differ where one is unknown.
  if (good && present == object->size()) return true;
  for (const auto& held : *object) {
    bool known = false;
    boost::mp11::mp_for_each<Members>([&](auto member) { known |= held.key() == member.name; });
    const std::string_view name(held.key().data(), held.key().size());
    if (!known) return refuse_unknown(name, at);
  }
  return good;
}

template <class T>
bool Reader::read(const boost::json::value& from, T& into, const Place& at) {
  if constexpr (std::same_as<T, bool>) return read_bool(from, into, at);
  else if constexpr (std::integral<T>) return read_integer(from, into, at);
  else if constexpr (std::same_as<T, std::string>) return read_string(from, into, at);
  else if constexpr (std::same_as<T, shared::Instant>) return read_instant(from, into, at);
  else if constexpr (std::same_as<T, Raw>) return read_raw(from, into);
  else if constexpr (std::is_enum_v<T>) return read_enum(from, into, at);
  else if constexpr (is_optional<T>) return read_optional(from, into, at);
  else if constexpr (is_vector<T>) return read_elements(from, into, at);
  else if constexpr (is_map<T>) return read_pairs(from, into, at);
  else return read_struct(from, into, at);
}

}  // namespace detail

template <class T>
shared::Result<T> read(std::string_view text, UnknownMembers unknown) {
  const Document document(text);
  if (document.refusal()) return shared::refuse(*document.refusal());
  detail::Reader reader(unknown);
  T value{};
  if (!reader.read(document.root(), value, Place{})) return shared::refuse(*reader.refusal());
  return value;
}

// What a caller sends: a member that nobody knows is refused, for it would be lost.
template <class T>
shared::Result<T> read_request(std::string_view text) {
  return read<T>(text, UnknownMembers::refused);
}

// What a module published: members that a newer version added are ignored.
template <class T>
shared::Result<T> read_event(std::string_view text) {
  return read<T>(text, UnknownMembers::ignored);
}

}  // namespace json
