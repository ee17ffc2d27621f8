#pragma once

#include <string>
#include <string_view>

// Whose a log, or a follower, is by its name.
namespace http {

// "user/0" is user's.
inline std::string module_of_log(std::string_view log) {
  return std::string(log.substr(0, log.find('/')));
}

// "billing-follows-user" is billing's; empty where it is no follower's name.
inline std::string module_of_follower(std::string_view follower) {
  const auto at = follower.find("-follows-");
  return at == std::string_view::npos ? "" : std::string(follower.substr(0, at));
}

}  // namespace http
