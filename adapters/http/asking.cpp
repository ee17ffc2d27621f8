#include <adapters/http/asking.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/text.hpp>

namespace http {
namespace {

using shared::refuse;

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc{} || stop != end) return std::nullopt;
  return number;
}

std::size_t times(const Request& request, std::string_view header) {
  return static_cast<std::size_t>(
      std::ranges::count(request.headers, header, &Fields::value_type::first));
}

}  // namespace

shared::Result<std::uint64_t> number_of(const Request& request, std::string_view name,
                                        std::uint64_t least, std::uint64_t most,
                                        std::uint64_t otherwise) {
  const auto text = request.parameter(name);
  if (!text) return otherwise;
  const auto number = parse_number(*text);
  if (number && *number >= least && *number <= most) return *number;
  return refuse(errors::bad_parameter(name, "a whole number from " + std::to_string(least) +
                                                " to " + std::to_string(most)));
}

shared::Result<Page> page_of(const Request& request) {
  const auto limit = number_of(request, "limit", 1, 1000, Page{}.limit);
  if (!limit) return refuse(limit.error());
  return Page{static_cast<std::size_t>(*limit),
              std::string(request.parameter("starting_after").value_or(""))};
}

shared::Result<std::optional<std::int64_t>> expected_version(const Request& request) {
  using Version = std::optional<std::int64_t>;
  const auto text = request.header("if-match");
  if (!text || *text == "*") return Version{};
  const bool weak = text->starts_with("W/");
  const std::string_view tag = weak ? text->substr(2) : *text;
  if (times(request, "if-match") > 1 || tag.size() < 2 || tag.front() != '"' || tag.back() != '"' ||
      tag.find('"', 1) != tag.size() - 1)
    return refuse(errors::bad_if_match());
  // If-Match compares strongly: a weak tag matches nothing.
  const auto number = weak ? std::nullopt : parse_number(tag.substr(1, tag.size() - 2));
  return Version{static_cast<std::int64_t>(number.value_or(0))};
}

shared::Result<std::vector<sync::Position>> awaited_positions(const Request& request) {
  std::vector<sync::Position> positions;
  for (const auto& [name, value] : request.headers) {
    if (name != "cleave-wait-for") continue;
    if (value.empty()) return refuse(errors::bad_wait_for());
    for (const std::string_view text : split(value, ',')) {
      auto position = sync::parse_position(text);
      if (!position || positions.size() == 8) return refuse(errors::bad_wait_for());
      positions.push_back(std::move(*position));
    }
  }
  return positions;
}

shared::Result<std::optional<sync::Idempotency>> idempotency_of(const Request& request,
                                                                std::string_view key_id,
                                                                std::string_view operation_id,
                                                                const sync::Digest& digest) {
  const auto key = request.header("idempotency-key");
  if (!key) return std::optional<sync::Idempotency>{};
  const auto printable = [](char c) { return c >= 0x20 && c < 0x7F; };
  if (key->empty() || key->size() > 255 || !std::ranges::all_of(*key, printable) ||
      times(request, "idempotency-key") > 1)
    return refuse(errors::bad_idempotency_key());
  std::string scope;
  for (const std::string_view part : {key_id, operation_id, *key}) {
    scope += part;
    scope += '\0';
  }
  std::string meaning;
  meaning.reserve(request.path.size() + request.body.size() + 64);
  for (const std::string_view part : {std::string_view(request.method),
                                      std::string_view(request.path),
                                      request.header("if-match").value_or("")}) {
    meaning += part;
    meaning += '\0';
  }
  meaning += request.body;
  return std::optional(sync::Idempotency{digest.hash256(scope), digest.hash128(meaning)});
}

}  // namespace http
