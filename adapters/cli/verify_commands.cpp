#include <adapters/cli/command.hpp>

#include <adapters/cli/replica_checks.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

ExitCode verify(Session& session, const Arguments& arguments) {
  const auto named = arguments.text("--follower");
  const bool deep = arguments.has("--deep");
  std::vector<Answer> checks;
  for (const auto& follower : followers_to_check(session, named)) {
    auto check = checked(session, follower, deep, named.has_value());
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
  };
}

}  // namespace cli
