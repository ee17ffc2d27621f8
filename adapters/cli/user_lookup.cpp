#include <adapters/cli/user_lookup.hpp>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {

Answer find_user(Session& session, const std::string& id_or_email) {
  if (!id_or_email.contains('@')) {
    return session.ask({.method = "GET", .path = "/v1/users/" + path_segment("user", id_or_email)});
  }
  Answer answer = session.ask(
      {.method = "GET", .path = "/v1/users", .query = {{"email", id_or_email}, {"limit", "1"}}});
  const auto& found = answer.body.at("data").as_array();
  if (found.empty()) {
    throw Stop(ExitCode::not_found, "no user has the e-mail address " + id_or_email,
               "look for it: cleave user search " + id_or_email.substr(0, id_or_email.find('@')));
  }
  boost::json::value user = found.front();
  answer.text = boost::json::serialize(user);
  answer.body = std::move(user);
  return answer;
}

std::string user_id(Session& session, const std::string& id_or_email) {
  if (!id_or_email.contains('@')) return path_segment("user", id_or_email);
  return path_segment("user id", member_text(find_user(session, id_or_email).body.as_object(),
                                             "id"));
}

}  // namespace cli
