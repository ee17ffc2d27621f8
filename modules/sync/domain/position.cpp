#include <sync/domain/position.hpp>

#include <charconv>

namespace sync {
namespace {

template <class Number>
bool parse_number(std::string_view text, Number& out) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

bool is_log_name(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash > 64) return false;
  for (const char c : text.substr(0, slash)) {
    if (c != '_' && (c < 'a' || c > 'z')) return false;
  }
  std::uint16_t shard = 0;
  return parse_number(text.substr(slash + 1), shard);
}

}  // namespace

std::string to_text(const Position& position) {
  return position.log + ':' + std::to_string(position.epoch) + ':' +
         std::to_string(position.offset);
}

std::optional<Position> parse_position(std::string_view text) {
  const auto first = text.find(':');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = text.find(':', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  Position position;
  position.log = text.substr(0, first);
  if (!is_log_name(position.log)) return std::nullopt;
  if (!parse_number(text.substr(first + 1, second - first - 1), position.epoch) ||
      position.epoch == 0 || !parse_number(text.substr(second + 1), position.offset)) {
    return std::nullopt;
  }
  return position;
}

}  // namespace sync
