#pragma once

#include <concepts>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

namespace e2e {

namespace bj = boost::json;

// Json: a value of an answer, easy to look into and to compare: as the text that it is, or the JSON
// of anything else.
//   Errors  throws where a member or an element that is asked for is missing
class Json {
 public:
  explicit Json(bj::value value) : value_(std::move(value)) {}
  static Json parse(const std::string& text) { return Json{bj::parse(text)}; }

  Json at(std::string_view member) const { return Json{value_.as_object().at(member)}; }
  Json at(std::size_t index) const { return Json{value_.as_array().at(index)}; }
  std::size_t size() const { return value_.as_array().size(); }
  std::vector<Json> elements() const {
    std::vector<Json> all;
    for (const auto& element : value_.as_array()) all.emplace_back(element);
    return all;
  }
  std::int64_t number() const { return value_.to_number<std::int64_t>(); }
  std::string text() const {
    const auto* text = value_.if_string();
    return text != nullptr ? std::string{*text} : bj::serialize(value_);
  }

  friend bool operator==(const Json& a, std::string_view b) { return a.text() == b; }
  friend bool operator==(const Json& a, const Json& b) { return a.value_ == b.value_; }
  template <class Number>
    requires std::integral<Number>
  friend bool operator==(const Json& a, Number b) {
    return a.text() == bj::serialize(bj::value(b));
  }
  friend std::ostream& operator<<(std::ostream& out, const Json& json) {
    return out << json.text();
  }

 private:
  bj::value value_;
};

}  // namespace e2e
