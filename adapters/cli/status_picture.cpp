#include <adapters/cli/status_picture.hpp>

#include <cmath>
#include <iterator>
#include <sstream>

#include <boost/json.hpp>

#include <adapters/cli/table.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

std::string rate_of(const bj::object& one) {
  const bj::value* rate = one.if_contains("events_per_s");
  if (rate == nullptr || !rate->is_int64()) return "";
  return grouped(rate->get_int64()) + "/s";
}

// How far, and when (UTC), the copy was last compared with its source.
std::string verified(const bj::object& follower) {
  const std::int64_t offset = number_at(follower, "verified_offset");
  const std::string at = member_text(follower, "verified_at");  // 2026-11-20T10:57:43.120Z
  return offset == 0 || at.size() < 19 ? "" : grouped(offset) + " at " + at.substr(11, 8);
}

std::vector<Cell> follower_row(const bj::object& follower, bool last) {
  const std::int64_t lag = number_at(follower, "lag_events");
  const std::int64_t parked = number_at(follower, "parked_keys");
  const bool differs = number_at(follower, "differs_at") > 0;
  const std::string state = differs ? "differs" : member_text(follower, "state");
  const Style style = state == "running"   ? Style::good
                      : state == "waiting" ? Style::warning
                                           : Style::bad;
  // Whom it follows is said by where it stands.
  const std::string name = member_text(follower, "follower");
  return {{std::string(last ? " └─▶ " : " ├─▶ ") + name.substr(0, name.find("-follows-"))},
          {grouped(number_at(follower, "offset"))},
          {rate_of(follower)},
          {counted(lag, "event"), lag > 0 ? Style::warning : Style::normal},
          {grouped(number_at(follower, "lag_ms")) + " ms"},
          {parked == 0 ? "none" : counted(parked, "key"),
           parked > 0 ? Style::warning : Style::normal},
          {verified(follower)},
          {state, style}};
}

Table table_of(const bj::object& status) {
  Table table({{"LOG"},
               {"POSITION", true},
               {"RATE", true},
               {"LAG", true},
               {"BEHIND BY", true, false, true},
               {"PARKED", true},
               {"VERIFIED THROUGH", false, false, true},
               {"STATE"}});
  for (const bj::value& row : status.at("logs").as_array()) {
    const bj::object& log = row.as_object();
    const std::string name = member_text(log, "log");
    table.add({{name}, {grouped(number_at(log, "head"))}, {rate_of(log)}, {""}, {""}, {""}, {""},
               {"epoch " + member_text(log, "epoch")}});
    std::vector<const bj::object*> followers;
    for (const bj::value& one : status.at("followers").as_array()) {
      if (member_text(one.as_object(), "source") == name) followers.push_back(&one.as_object());
    }
    for (const auto* one : followers) table.add(follower_row(*one, one == followers.back()));
  }
  return table;
}

}  // namespace

void StatusPicture::look_at(bj::object& one, const std::string& name, std::int64_t offset,
                            std::string rest, double seconds, std::map<std::string, Place>& now) {
  const auto before = places_.find(name);
  if (before == places_.end() || seconds <= 0) {
    one["events_per_s"] = nullptr;
  } else {
    const auto moved = static_cast<double>(offset - before->second.offset);
    one["events_per_s"] = std::llround(moved / seconds);
  }
  if (before == places_.end() || before->second.offset != offset || before->second.rest != rest) {
    changes_.push_back(name + '\t' + std::to_string(offset) + '\t' + rest);
  }
  now[name] = {offset, std::move(rest)};
}

void StatusPicture::take(bj::object status, Clock::time_point at) {
  const double seconds = std::chrono::duration<double>(at - taken_).count();
  std::map<std::string, Place> now;
  changes_.clear();
  for (bj::value& row : status.at("logs").as_array()) {
    bj::object& log = row.as_object();
    look_at(log, plain_cell(member_text(log, "log")), number_at(log, "head"),
            "epoch " + member_text(log, "epoch"), seconds, now);
  }
  for (bj::value& row : status.at("followers").as_array()) {
    bj::object& follower = row.as_object();
    std::string rest;
    for (const std::string_view member : {"head", "lag_events", "parked_keys", "state"}) {
      rest += (rest.empty() ? "" : "\t") + plain_cell(member_text(follower, member));
    }
    look_at(follower, plain_cell(member_text(follower, "follower")),
            number_at(follower, "offset"), std::move(rest), seconds, now);
  }
  places_ = std::move(now);
  status_ = std::move(status);
  taken_ = at;
}

std::vector<std::string> StatusPicture::lines(const Terminal& terminal) const {
  std::ostringstream text;
  Terminal paper{text, terminal.err, terminal.in};
  paper.out_is_tty = terminal.out_is_tty;
  paper.color = terminal.color;
  paper.columns = terminal.columns;
  table_of(status_).print_aligned(paper);
  std::vector<std::string> lines;
  std::istringstream read(text.str());
  for (std::string line; std::getline(read, line);) lines.push_back(line);
  return lines;
}

std::string StatusPicture::json() const { return bj::serialize(status_); }

}  // namespace cli
