#include <adapters/cli/change_line.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include <adapters/cli/terminal.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::size_t value_columns_max = 48;
// They say nothing that the line does not say already.
constexpr std::array<std::string_view, 5> passed_over = {"id", "user_id", "version", "created_at",
                                                         "updated_at"};

const bj::object* state_at(const bj::object& event, std::string_view when) {
  const bj::value* data = event.if_contains("data");
  const bj::object* states = data == nullptr ? nullptr : data->if_object();
  const bj::value* state = states == nullptr ? nullptr : states->if_contains(when);
  return state == nullptr ? nullptr : state->if_object();
}

std::string shown(const bj::object& state, std::string_view member) {
  const std::string text = member_text(state, member);
  return text.empty() || text == "{}" ? "-" : shortened(text, value_columns_max);
}

// Each member of `to` that is another one than in `from`, and those that are gone.
std::string difference(const bj::object& from, const bj::object& to) {
  std::string line;
  const auto add = [&](std::string_view member) {
    if (std::ranges::count(passed_over, member) > 0) return;
    const std::string before = shown(from, member);
    const std::string after = shown(to, member);
    if (before == after && member_text(from, member) == member_text(to, member)) return;
    line += (line.empty() ? "" : ", ") + std::string(member) + " ";
    line += from.empty() ? after : before + " -> " + after;
  };
  for (const auto& member : to) add(member.key());
  for (const auto& member : from) {
    if (!to.contains(member.key())) add(member.key());
  }
  return line;
}

}  // namespace

std::string change_line(const bj::object& event) {
  const bj::object* before = state_at(event, "before");
  const bj::object* after = state_at(event, "after");
  if (after == nullptr) return "gone";
  return difference(before == nullptr ? bj::object{} : *before, *after);
}

}  // namespace cli
