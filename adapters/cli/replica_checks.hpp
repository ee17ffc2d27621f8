#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include <adapters/cli/session.hpp>

// How commands have replicas checked, and show what was found.
namespace cli {

// The followers that keep copies; the one named alone, where one is.
std::vector<std::string> followers_to_check(Session& session,
                                            const std::optional<std::string>& named);

struct HowToCheck {
  bool deep = false;   // compare each key
  bool mend = false;   // put right what the follower says that its rows weigh
  bool named = false;  // a person named it: that it keeps no copies is refused
};

// Has a follower's copies checked, shows how far that is, and answers with what was found. Nothing
// where it keeps no copies and nobody named it. Throws Stop (unavailable) where the check was lost.
std::optional<Answer> checked(Session& session, const std::string& follower, HowToCheck how);

// All keys that a check found to differ, each as its API says it.
std::vector<boost::json::object> differences_of(Session& session, const Answer& check);

// What was found, for a person or a program.
void show_checks(Session& session, const std::vector<Answer>& checks);
void show_differences(Session& session, const std::string& follower,
                      const std::vector<boost::json::object>& differences);

bool is_equal(const Answer& check);

}  // namespace cli
