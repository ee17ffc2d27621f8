#include <adapters/cli/command.hpp>

#include <algorithm>
#include <cstdint>
#include <map>

#include <boost/json/array.hpp>

#include <adapters/cli/replica_checks.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

constexpr std::size_t restated_at_once = 500;

ExitCode verify(Session& session, const Arguments& arguments) {
  const auto named = arguments.text("--follower");
  const bool deep = arguments.has("--deep");
  std::vector<Answer> checks;
  for (const auto& follower : followers_to_check(session, named)) {
    auto check = checked(session, follower, {.deep = deep, .named = named.has_value()});
    if (check) checks.push_back(std::move(*check));
  }
  show_checks(session, checks);
  bool equal = true;
  for (const auto& check : checks) {
    equal = equal && is_equal(check);
    if (!deep || is_equal(check)) continue;
    const auto follower = member_text(check.body.as_object(), "follower");
    show_differences(session, follower, differences_of(session, check));
  }
  return equal ? ExitCode::ok : ExitCode::refused;
}

// By aggregate type.
using Keys = std::map<std::string, std::vector<std::string>>;

Keys keys_of(const std::vector<bj::object>& differences) {
  Keys keys;
  for (const auto& one : differences) {
    keys[member_text(one, "aggregate_type")].push_back(member_text(one, "key"));
  }
  return keys;
}

// Has the source say them again; the offset behind the last of them.
std::int64_t said_again(Session& session, const std::string& module, const Keys& keys) {
  std::int64_t offset = 0;
  for (const auto& [type, all] : keys) {
    for (std::size_t at = 0; at < all.size(); at += restated_at_once) {
      bj::array some;
      for (std::size_t i = at; i < std::min(all.size(), at + restated_at_once); ++i) {
        some.emplace_back(all[i]);
      }
      const Answer answer = session.ask({.method = "POST",
                                         .path = "/v1/sync/restate/" + module,
                                         .body = bj::object{{"aggregate_type", type},
                                                            {"keys", std::move(some)}}});
      const auto position = member_text(answer.body.as_object(), "position");
      offset = std::max<std::int64_t>(offset, std::stoll(position.substr(position.rfind(':') + 1)));
      for (const auto& key : answer.body.at("no_keys").as_array()) {
        session.say("no " + type + " can have the key " + std::string(key.as_string()) +
                    ": its row is nobody's, and only who wrote it can delete it");
      }
    }
  }
  return offset;
}

// Until the follower has applied them.
void wait_for(Session& session, const std::string& follower, std::int64_t offset) {
  constexpr std::chrono::milliseconds every{50};
  for (auto waited = every; waited < std::chrono::minutes{2}; waited += every) {
    const Answer answer = session.ask({.method = "GET", .path = "/v1/sync"});
    for (const auto& row : answer.body.at("followers").as_array()) {
      const auto& is = row.as_object();
      if (member_text(is, "follower") == follower && is.at("offset").as_int64() >= offset) return;
    }
    session.sleep(every);
  }
  throw Stop(ExitCode::unavailable, follower + " has not come to what its source said again",
             "cleave sync status says why; repeat the repair, which does no harm");
}

// What one follower's copies are once they are mended.
Answer mended(Session& session, const std::string& follower, const Answer& found) {
  const auto differences = differences_of(session, found);
  const auto source = follower.substr(follower.rfind("-follows-") + 9);
  show_differences(session, follower, differences);
  const auto count = std::to_string(differences.size());
  session.confirm(differences.empty()
                      ? "Put right what " + follower + " says that its rows weigh?"
                      : "Have " + source + " say these " + count + " keys again, for " + follower +
                            " to take over? Only its copies change.");
  if (!differences.empty()) {
    const auto offset = said_again(session, source, keys_of(differences));
    wait_for(session, follower, offset);
  }
  return checked(session, follower, {.deep = true, .mend = true, .named = true}).value();
}

ExitCode repair(Session& session, const Arguments& arguments) {
  const auto named = arguments.text("--follower");
  std::vector<Answer> checks;
  for (const auto& follower : followers_to_check(session, named)) {
    auto check = checked(session, follower, {.deep = true, .named = named.has_value()});
    if (!check) continue;
    const bool differs = member_text(check->body.as_object(), "verdict") == "differs";
    checks.push_back(differs ? mended(session, follower, *check) : std::move(*check));
  }
  show_checks(session, checks);
  return std::ranges::all_of(checks, is_equal) ? ExitCode::ok : ExitCode::refused;
}

}  // namespace

std::vector<Command> verify_commands() {
  return {
      {"sync verify", "prove that replicas are what their sources say; fails where one is not",
       "cleave sync verify\n"
       "cleave sync verify --follower billing-follows-user --deep\n"
       "cleave sync verify --json",
       {option("--follower", "NAME", "only the copies of this follower"),
        flag("--deep", "compare every key and field with the source, and name those that differ")},
       verify},
      {"sync repair", "mend the keys of replicas that are not what their sources say",
       "cleave sync repair\n"
       "cleave sync repair --follower billing-follows-user --yes",
       {option("--follower", "NAME", "only the copies of this follower")},
       repair},
  };
}

}  // namespace cli
