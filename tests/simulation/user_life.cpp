#include <tests/simulation/user_life.hpp>

#include <utility>

#include <ports/billing/subscription_events.hpp>

#include <adapters/json/user/user_json.hpp>
#include <adapters/json/write.hpp>

namespace sim {
namespace {

constexpr std::size_t page_users = 1000;

// The state that a use case found to be as asked already, as the routes tell it.
shared::Result<std::string> told(const shared::Result<user::Unchanged>& result) {
  if (!result) return shared::refuse(result.error());
  std::string text;
  if (*result) json::write(text, **result);
  return text;
}

shared::Result<std::string> told(const shared::Done& result) {
  if (!result) return shared::refuse(result.error());
  return std::string{};
}

template <class UseCase>
void give(sync::Command& command, const UseCase& use_case, typename UseCase::Command input) {
  command.want = [&use_case, input] { use_case.want(input); };
  command.decide = [&use_case, input] { return told(use_case(input)); };
}

}  // namespace

std::string entitlement_text(const user::SubscriptionFacts& facts) {
  auto text = facts.status + '|' + (facts.entitled ? "entitled" : "not") + '|' +
              facts.product_id + '|' + facts.current_period_end;
  for (const auto& entitlement : facts.entitlements) text += '|' + entitlement;
  return text;
}

UserLife::UserLife(const Surroundings& surroundings, sync::Follower::Limits limits)
    : Life{surroundings, limits},
      users_{writer_},
      api_keys_{writer_},
      billing_replica_{writer_},
      subscription_replica_{writer_},
      user_views_{reader_},
      replica_views_{reader_},
      subscription_views_{reader_},
      unit_{assemble({&users_, &api_keys_, &billing_replica_, &subscription_replica_})},
      outbox_{unit_},
      module_{{users_, users_, api_keys_, billing_replica_, subscription_replica_, outbox_}},
      profile_handler_{module_.keep_billing_replica},
      subscription_handler_{module_.keep_subscription_replica} {
  follow("billing/0", {{profile_handler_}, {subscription_handler_}});
}

sync::Command UserLife::command(const Wish& wish, const Attempt& attempt) {
  sync::Command command;
  const user::UserId id{wish.user};
  const auto at = attempt.at;
  user::ProfileInput profile;
  profile.display_name = wish.display_name;
  profile.locale = wish.locale;
  profile.time_zone = wish.time_zone;
  switch (wish.verb) {
    case Verb::register_user:
      give(command, module_.register_user,
           {user::UserId{attempt.new_id}, at, wish.email, profile});
      break;
    case Verb::change_email:
      give(command, module_.change_email, {id, at, wish.expected_version, wish.email});
      break;
    case Verb::update_profile:
      give(command, module_.update_profile, {id, at, wish.expected_version, profile});
      break;
    case Verb::deactivate:
      give(command, module_.deactivate_user, {id, at, wish.expected_version, "sim"});
      break;
    case Verb::reactivate:
      give(command, module_.reactivate_user, {id, at, wish.expected_version});
      break;
    default: give(command, module_.delete_user, {id, wish.expected_version}); break;
  }
  return command;
}

std::map<std::string, Row> UserLife::rows(const std::string& aggregate_type,
                                          const std::vector<std::string>& source_keys) {
  std::map<std::string, Row> rows;
  if (aggregate_type == billing::events::subscription_aggregate) {
    for (const auto& user : source_keys) {
      for (const auto& facts : subscription_views_.of(*user::UserId::parse(user), page_users)) {
        rows.emplace(facts.id, Row{facts.version, entitlement_text(facts)});
      }
    }
    return rows;
  }
  for (const auto& key : source_keys) {
    const auto uuid = shared::parse_prefixed("cus_", key);
    if (!uuid) continue;
    if (const auto facts = replica_views_.find(user::UserId{*uuid})) {
      rows.emplace(key, Row{facts->version, facts->currency});
    }
  }
  return rows;
}

std::vector<user::events::UserState> UserLife::users() {
  std::vector<user::events::UserState> all;
  std::optional<user::UserId> after;
  for (bool more = true; more;) {
    const auto page = user_views_.page({}, after, page_users);
    more = page && page->has_more;
    if (page) all.insert(all.end(), page->users.begin(), page->users.end());
    if (!all.empty()) after = user::UserId::parse(all.back().id);
  }
  return all;
}

}  // namespace sim
