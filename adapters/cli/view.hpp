#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include <adapters/cli/session.hpp>
#include <adapters/cli/table.hpp>

// Views: the API's JSON as a person or a program reads it. In --json the API's own bytes go out,
// one document a line; else a thing is printed as its members, a list as a table. Lines for
// programs (--plain) have amounts in minor units, and the currency as a last column of its own.
namespace cli {

// money: a member of minor units, beside which the object names its currency.
enum class As { text, number, time, money };

// Part: one member of a JSON object to show.
struct Part {
  std::string_view title;   // "CREATED" in a table, "created" beside a single thing
  std::string_view member;  // "created_at"
  As as = As::text;
  bool may_shrink = false;
  bool may_go = false;
};

using Parts = std::vector<Part>;

// A member as text: strings as they are, a list of them with commas between, null and missing ones
// as empty, anything else as JSON.
std::string member_text(const boost::json::object& object, std::string_view member);

// A member as a number: 0 where it is missing or no number.
std::int64_t number_at(const boost::json::object& object, std::string_view member);

// "1,200 events", "1 event".
std::string counted(std::int64_t count, const std::string& one);

// As a person reads it: grouped digits, minutes instead of milliseconds, amounts in their
// currency's digits, "-" for nothing.
Cell cell_for(const Session& session, const boost::json::object& object, const Part& part);

void show_one(Session& session, const Answer& answer, const Parts& parts);

// `next` is the command line that shows the following page, without its position: the member
// `cursor` of the page's last row.
void show_page(Session& session, const Answer& answer, const Parts& parts,
               std::string_view none_text, const std::string& next = {},
               std::string_view cursor = "id");

void show_table(Session& session, const Table& table);

// What a write did, for people, with its position in the log.
void say_done(Session& session, const std::string& what, const Answer& answer);

}  // namespace cli
