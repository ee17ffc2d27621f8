#pragma once

#include <array>
#include <optional>
#include <string_view>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include <shared/domain/error.hpp>

namespace json {

// Document: one JSON text, parsed strictly: UTF-8 without lone surrogates, nothing behind the
// value, no member twice, no U+0000, finite numbers.
//   Units   depth at most depth_max
//   Errors  json.malformed, json.duplicate_member, json.nul_character, json.out_of_range
//   Source  RFC 8259, with the restrictions of RFC 7493 (I-JSON)
class Document {
 public:
  static constexpr int depth_max = 32;

  explicit Document(std::string_view text);
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  const std::optional<shared::Error>& refusal() const { return refusal_; }
  // Null where refused. Lives as long as the document.
  const boost::json::value& root() const { return root_; }

 private:
  std::array<unsigned char, 2048> buffer_;  // most documents fit: no heap
  boost::json::monotonic_resource memory_;
  boost::json::value root_;
  std::optional<shared::Error> refusal_;
};

}  // namespace json
