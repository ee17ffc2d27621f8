#include <tests/e2e/log_walk.hpp>

#include <algorithm>

#include <boost/json.hpp>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/roots_text.hpp>
#include <app/module_store.hpp>
#include <sync/application/chain.hpp>

namespace e2e {
namespace {

using Rows = std::map<std::string, std::string>;

std::string text_of(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return std::string{*text};
  return boost::json::serialize(value);
}

// The live keys of one type, with their version and some members of their state.
Rows said(const LogWalk& walk, const std::string& type, const std::string& id_member,
          const std::vector<std::string>& members) {
  Rows rows;
  for (const auto& [key, event] : walk.live()) {
    if (key.first != type) continue;
    const auto payload = boost::json::parse(event.payload);
    const auto& after = payload.at("after").as_object();
    auto& row = rows[text_of(after.at(id_member))];
    row = std::to_string(event.version);
    for (const auto& member : members) row += '|' + text_of(after.at(member));
  }
  return rows;
}

// What a table holds: its first column is the id, its second the version.
Rows held(sql::Session& session, const std::string& select, const std::string& shape) {
  sql::Query query{session, select, "", shape};
  Rows rows;
  query.each([&] {
    auto& row = rows[query.text(0)];
    row = std::to_string(query.number(1));
    for (std::size_t i = 2; i < shape.size(); ++i) row += '|' + query.text(i);
  });
  return rows;
}

void demand_same(const Rows& is, const Rows& ought, const std::string& what) {
  for (const auto& [id, row] : ought) {
    const auto found = is.find(id);
    demand(found != is.end(), what + " lacks " + id + " (" + row + ")");
    demand(found->second == row, what + " has " + found->second + " for " + id + ", not " + row);
  }
  demand(is.size() == ought.size(), what + " holds rows that no event speaks of");
}

void demand_follower(sql::Session& session, const std::string& name, const LogWalk& source,
                     const std::string& type) {
  sql::Query query{session,
                   "SELECT log_offset, chain, roots, stopped FROM follower_position "
                   "WHERE follower = '" + name + "'",
                   "", "nttt"};
  demand(query.one(), name + " has no position");
  demand(query.number(0) == static_cast<std::int64_t>(source.head().offset),
         name + " is not at the head of its source");
  demand(query.text(1) == sync::to_hex(source.head().chain), name + " has another chain");
  demand(query.text(3).empty(), name + " stopped: " + query.text(3));
  const auto root = [&](const sync::Roots& roots) {
    const auto at = roots.find(type);
    return at == roots.end() ? sync::Hash128{} : at->second;
  };
  const auto roots = query.text(2).empty() ? sync::Roots{} : sql::parse_roots(query.text(2));
  demand(root(roots) == root(source.head().roots), name + " has another root of " + type);
}

}  // namespace

void demand(bool so, const std::string& words) {
  if (!so) throw Violation(words);
}

void LogWalk::go_on() {
  app::LogAccess log{database_};
  for (bool more = true; more;) {
    const auto commits = log.reader.read(head_.offset, {});
    for (const auto& commit : commits) take(commit);
    more = !commits.empty();
  }
  const auto head = log.reader.head();
  demand(head.offset == head_.offset && head.chain == head_.chain, "the log's head is not its end");
}

void LogWalk::take(const sync::Commit& commit) {
  for (const auto& event : commit.events) take(event);
  auto roots = commit.roots;
  std::erase_if(roots, [](const auto& root) { return root.second == sync::Hash128{}; });
  auto counted = head_.roots;
  std::erase_if(counted, [](const auto& root) { return root.second == sync::Hash128{}; });
  const auto where = " at offset " + std::to_string(head_.offset);
  demand(roots == counted, "the roots are not the sum of the live keys" + where);
  demand(commit.chain == sync::chain_after(digest_, head_.chain, commit),
         "the chain is broken" + where);
  head_.epoch = commit.epoch;
  head_.chain = commit.chain;
  head_.roots = commit.roots;
}

void LogWalk::take(const sync::Event& event) {
  const auto where = " at offset " + std::to_string(event.offset);
  demand(event.offset == head_.offset + 1, "the log has a gap" + where);
  head_.offset = event.offset;
  const Key key{event.aggregate_type, event.key};
  auto& version = versions_[key];
  demand(event.version == version + 1, "a version is missing or double" + where);
  version = event.version;
  offsets_.emplace(std::pair{key, version}, event.offset);
  sync::count_event(head_.roots, digest_, event);
  if (event.removes) live_.erase(key);
  else live_.insert_or_assign(key, event);
}

sync::Offset LogWalk::offset_of(const Key& key, std::int64_t version) const {
  const auto at = offsets_.find({key, version});
  return at == offsets_.end() ? 0 : at->second;
}

std::size_t LogWalk::events_of(const std::string& aggregate_type) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      offsets_, [&](const auto& at) { return at.first.first.first == aggregate_type; }));
}

void demand_agreement(const LogWalk& user, const LogWalk& billing) {
  sql::Session users{user.database(), sql::Access::reader};
  sql::Session customers{billing.database(), sql::Access::reader};
  demand_same(held(users, "SELECT id, version, email, display_name, status FROM app_user", "tnttt"),
              said(user, "user", "id", {"email", "display_name", "status"}), "app_user");
  demand_same(held(customers,
                   "SELECT user_id, version, email, display_name, status FROM user_replica",
                   "tnttt"),
              said(user, "user", "id", {"email", "display_name", "status"}), "user_replica");
  const auto profiles = said(billing, "billing_profile", "user_id", {"currency"});
  demand_same(held(customers, "SELECT user_id, version, currency FROM billing_profile", "tnt"),
              profiles, "billing_profile");
  demand_same(held(users, "SELECT user_id, version, currency FROM billing_replica", "tnt"),
              profiles, "billing_replica");
  demand_follower(customers, "billing-follows-user", user, "user");
  demand_follower(users, "user-follows-billing", billing, "billing_profile");
}

}  // namespace e2e
