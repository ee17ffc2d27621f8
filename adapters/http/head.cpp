#include <adapters/http/head.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

#include <adapters/http/text.hpp>

namespace http {
namespace {

using Refused = std::optional<Refusal>;

Refused malformed(std::string_view detail) {
  return Refusal{400, "http.malformed_request", detail};
}

// What the fields of one head say together.
struct Facts {
  bool version_1_1 = false;
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  std::size_t codings = 0;
  std::size_t expectations = 0;
};

Refused check_request_line(std::string_view line, Facts& facts) {
  const std::size_t method_end = line.find(' ');
  if (method_end == 0 || method_end == std::string_view::npos ||
      !std::ranges::all_of(line.substr(0, method_end), is_token))
    return malformed("The request line does not begin with a method.");
  const std::string_view rest = line.substr(method_end + 1);
  const std::size_t target_end = rest.find(' ');
  if (target_end == 0 || target_end == std::string_view::npos)
    return malformed("The request line names no target or no HTTP version.");
  const auto visible = [](char c) { return c > 0x20 && c < 0x7F; };
  if (!std::ranges::all_of(rest.substr(0, target_end), visible))
    return malformed("The target holds a character that must be escaped.");
  const std::string_view version = rest.substr(target_end + 1);
  if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
      version[6] != '.' || !is_digit(version[7]))
    return malformed("The request line does not end with an HTTP version.");
  facts.version_1_1 = version == "HTTP/1.1";
  if (!facts.version_1_1 && version != "HTTP/1.0")
    return Refusal{505, "http.version_unsupported", "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
  return std::nullopt;
}

// A name or address and perhaps a port; no user, no path, no list.
bool is_host(std::string_view text) {
  if (text.empty()) return false;
  const std::size_t port = text.front() == '[' ? text.find("]:") : text.find(':');
  if (port != std::string_view::npos) {
    const std::string_view digits = text.substr(port + (text.front() == '[' ? 2 : 1));
    if (digits.size() > 5 || !std::ranges::all_of(digits, is_digit)) return false;
    text = text.substr(0, text.front() == '[' ? port + 1 : port);
  }
  if (text.empty()) return false;
  if (text.front() == '[') {
    const auto in_address = [](char c) {
      return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f') || c == ':' || c == '.';
    };
    return text.size() > 3 && text.back() == ']' &&
           std::ranges::all_of(text.substr(1, text.size() - 2), in_address);
  }
  const auto in_name = [](char c) {
    return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_';
  };
  return std::ranges::all_of(text, in_name);
}

Refused check_length(std::string_view value, const HeadLimits& limits, Facts& facts) {
  if (++facts.lengths > 1) return malformed("There is more than one Content-Length.");
  std::size_t length = 0;
  const char* end = value.data() + value.size();
  if (value.empty() || !std::ranges::all_of(value, is_digit) ||
      std::from_chars(value.data(), end, length).ec != std::errc{})
    return malformed("Content-Length is no number.");
  if (length > limits.body_bytes_max)
    return Refusal{413, "http.body_too_large", "The body is larger than this server takes."};
  return std::nullopt;
}

Refused check_coding(std::string_view value, Facts& facts) {
  if (++facts.codings > 1) return malformed("There is more than one Transfer-Encoding.");
  if (equal_whatever_case(value, "chunked")) return std::nullopt;
  if (!value.empty() && std::ranges::all_of(value, is_token))
    return Refusal{501, "http.coding_unknown", "The only transfer coding known here is chunked."};
  return malformed("Transfer-Encoding must be exactly chunked.");
}

Refused check_field(std::string_view line, const HeadLimits& limits, Facts& facts) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos ||
      !std::ranges::all_of(line.substr(0, colon), is_token))
    return malformed("A header line does not begin with a name and a colon.");
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  const auto allowed = [](char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  };
  if (!std::ranges::all_of(value, allowed))
    return malformed("A header value holds a control character.");
  if (equal_whatever_case(name, "host")) {
    if (++facts.hosts > 1 || !is_host(value)) return malformed("Host must be one name or address.");
  } else if (equal_whatever_case(name, "content-length")) {
    return check_length(value, limits, facts);
  } else if (equal_whatever_case(name, "transfer-encoding")) {
    return check_coding(value, facts);
  } else if (equal_whatever_case(name, "expect")) {
    ++facts.expectations;
    if (!equal_whatever_case(value, "100-continue"))
      return Refusal{417, "http.expectation_unknown", "The only expectation met is 100-continue."};
  }
  return std::nullopt;
}

Refused check_together(const Facts& facts) {
  if (facts.version_1_1 && facts.hosts == 0) return malformed("There is no Host.");
  if (facts.codings != 0 && facts.lengths != 0)
    return malformed("Transfer-Encoding and Content-Length contradict each other.");
  if (facts.codings != 0 && !facts.version_1_1)
    return malformed("HTTP/1.0 knows no Transfer-Encoding.");
  return std::nullopt;
}

Head refused(const Refusal& refusal) { return {HeadState::refused, 0, false, refusal}; }

// Too long, or perhaps only not here yet.
Head unfinished(std::string_view bytes, bool first_line, const HeadLimits& limits) {
  if (first_line && bytes.size() > limits.request_line_bytes_max)
    return refused({414, "http.target_too_long", "The request line is too long."});
  if (bytes.size() > limits.bytes_max)
    return refused({431, "http.head_too_large", "The headers are too large."});
  return {};
}

}  // namespace

Head inspect_head(std::string_view bytes, const HeadLimits& limits) {
  Facts facts;
  std::size_t begin = 0;
  for (std::size_t lines = 0;; ++lines) {
    const std::size_t end = bytes.find('\n', begin);
    if (end == std::string_view::npos) return unfinished(bytes, lines == 0, limits);
    if (end == begin || bytes[end - 1] != '\r')
      return refused(*malformed("A line does not end with CR LF."));
    const std::string_view line = bytes.substr(begin, end - 1 - begin);
    begin = end + 1;
    if (lines == 0 && begin > limits.request_line_bytes_max)
      return unfinished(bytes.substr(0, begin), true, limits);
    if (begin > limits.bytes_max || lines > limits.fields_max)
      return refused({431, "http.head_too_large", "The headers are too large or too many."});
    if (lines > 0 && line.empty()) break;
    const Refused refusal =
        lines == 0 ? check_request_line(line, facts) : check_field(line, limits, facts);
    if (refusal) return refused(*refusal);
  }
  if (const Refused refusal = check_together(facts)) return refused(*refusal);
  return {HeadState::complete, begin, facts.expectations != 0 && facts.version_1_1, {}};
}

}  // namespace http
