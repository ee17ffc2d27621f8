#include <adapters/http/live/user_of.hpp>

#include <adapters/json/raw.hpp>

namespace http {

std::string_view user_of(const sync::Event& event) {
  constexpr std::string_view prefix = "usr_";
  if (std::string_view(event.key).starts_with(prefix)) return event.key;
  for (const std::string_view when : {"after", "before"}) {
    const auto state = json::raw_member(event.payload, when);
    auto user = json::raw_member(state, "user_id");
    if (user.size() < 2 || user.front() != '"') continue;
    user = user.substr(1, user.size() - 2);
    if (user.starts_with(prefix)) return user;
  }
  return {};
}

}  // namespace http
