#include <adapters/json/read.hpp>

#include <boost/json/serialize.hpp>

#include <adapters/json/json_errors.hpp>

namespace json::detail {

bool Reader::read_bool(const boost::json::value& from, bool& into, const Place& at) {
  const bool* value = from.if_bool();
  if (value == nullptr) return refuse_type("true or false", at);
  into = *value;
  return true;
}

bool Reader::read_string(const boost::json::value& from, std::string& into, const Place& at) {
  const auto* text = from.if_string();
  if (text == nullptr) return refuse_type("a string", at);
  into.assign(text->data(), text->size());
  return true;
}

bool Reader::read_instant(const boost::json::value& from, shared::Instant& into,
                          const Place& at) {
  std::string text;
  if (!read_string(from, text, at)) return false;
  const auto instant = shared::parse_rfc3339(text);
  if (!instant) return refuse_type("a time like 2026-01-31T09:30:00Z", at);
  into = *instant;
  return true;
}

bool Reader::read_raw(const boost::json::value& from, Raw& into) {
  into.text = boost::json::serialize(from);
  return true;
}

bool Reader::refuse_unknown(std::string_view name, const Place& at) {
  return refuse(errors::unknown_member(to_pointer(at.member(name))));
}

bool Reader::refuse_type(std::string_view expected, const Place& at) {
  return refuse(errors::wrong_type(expected, to_pointer(at)));
}

// A whole number beyond 64 bits is held as a double, one with a fraction too.
bool Reader::refuse_number(const boost::json::value& from, const Place& at) {
  constexpr double int64_max = 9.2e18;
  const double* number = from.if_double();
  if (from.is_number() && (number == nullptr || *number > int64_max || *number < -int64_max))
    return refuse(errors::out_of_range(to_pointer(at)));
  return refuse_type("a whole number", at);
}

bool Reader::refuse_value(const Place& at) { return refuse(errors::unknown_value(to_pointer(at))); }

bool Reader::refuse_missing(const Place& at) {
  return refuse(errors::missing_member(to_pointer(at)));
}

}  // namespace json::detail
