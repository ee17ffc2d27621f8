#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <adapters/json/billing/json_billing_outbox.hpp>
#include <adapters/json/billing/user_replica_handler.hpp>
#include <adapters/json/change.hpp>
#include <adapters/json/user/billing_replica_handler.hpp>
#include <adapters/json/user/json_user_outbox.hpp>
#include <adapters/memory/billing/memory_user_replica.hpp>
#include <adapters/memory/memory_outbox.hpp>
#include <adapters/memory/user/memory_api_keys.hpp>
#include <adapters/memory/user/memory_billing_replica.hpp>
#include <adapters/memory/user/memory_subscription_replica.hpp>
#include <adapters/memory/user/memory_users.hpp>

#include <tests/json/billing_scenario.hpp>
#include <user/application/user_module.hpp>

// Every event that was ever published lies in tests/contracts/events, one file for each type and
// version, and stays there for ever: today's producers must write exactly the newest of them, and
// every consumer must read them all.
namespace published_events_test {

// What of an event its producer says; named as in CloudEvents.
struct Sample {
  std::string type;
  int dataschemaversion = 0;
  std::string aggregatetype;
  std::string subject;
  std::int64_t aggregateversion = 0;
  bool aggregateremoved = false;
  json::Raw data;
};
BOOST_DESCRIBE_STRUCT(Sample, (),
                      (type, dataschemaversion, aggregatetype, subject, aggregateversion,
                       aggregateremoved, data))

std::filesystem::path folder() {
  return std::filesystem::path{CLEAVE_REPOSITORY} / "tests/contracts/events";
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<sync::Event> samples() {
  std::vector<sync::Event> events;
  for (const auto& file : std::filesystem::directory_iterator{folder()}) {
    const auto sample = json::read_request<Sample>(text_of(file.path()));
    EXPECT_TRUE(sample) << file.path();
    if (!sample) continue;
    auto& event = events.emplace_back();
    event.type = sample->type;
    event.schema_version = sample->dataschemaversion;
    event.aggregate_type = sample->aggregatetype;
    event.key = sample->subject;
    event.version = sample->aggregateversion;
    event.removes = sample->aggregateremoved;
    event.payload = sample->data.text;
    EXPECT_EQ(file.path().filename(),
              event.type + ".v" + std::to_string(event.schema_version) + ".json");
  }
  return events;
}

// Runs every use case that says something, over stores in memory.
std::map<std::string, sync::Draft> produced() {
  memory::MemoryOutbox outbox;
  const auto run = [](const auto& use_case, const auto& command) {
    use_case.want(command);
    ASSERT_TRUE(use_case(command));
  };
  const auto at = [](int second) {
    return shared::from_unix_ms(1'795'171'063'120 + second * 1'000);
  };

  memory::MemoryUsers users;
  memory::MemoryApiKeys api_keys;
  memory::MemoryBillingReplica billing_replica;
  memory::MemorySubscriptionReplica subscription_replica;
  json::JsonUserOutbox user_outbox{outbox};
  const user::UserModule u{user::UserPorts{users, users, api_keys, billing_replica,
                                          subscription_replica, user_outbox}};
  const auto ada = *user::UserId::parse("usr_06ammhqmi1t3n4cd7r2k9v8e5s");
  const auto key = *user::ApiKeyId::parse("key_06ammhqmi1t3n4cd7r2k9v8e60");
  run(u.register_user,
      user::RegisterUser::Command{ada, at(0), "Ada@example.com",
                                  {"Ada \"Countess\" Lovelace", "en-GB", "Europe/London",
                                   user::Metadata::Entries{{"crm_id", "42"}, {"näme", "ü\n"}}}});
  run(u.change_email, user::ChangeEmail::Command{ada, at(1), {}, "ada.king@example.com"});
  run(u.update_profile,
      user::UpdateProfile::Command{ada, at(2), {}, {"Ada King", {}, {}, {}}});
  run(u.deactivate_user, user::DeactivateUser::Command{ada, at(3), {}, "asked for a pause"});
  run(u.reactivate_user, user::ReactivateUser::Command{ada, at(4), {}});
  run(u.create_api_key, user::CreateApiKey::Command{key, at(5), "ci", "c0ffee",
                                                    {"users:read", "users:write"}, at(86'400)});
  run(u.revoke_api_key, user::RevokeApiKey::Command{key, at(6), {}});

  run(u.delete_user, user::DeleteUser::Command{ada, {}});

  json::JsonBillingOutbox billing_outbox{outbox};
  for (const auto& event : every_billing_event()) billing_outbox.append(event);

  std::map<std::string, sync::Draft> drafts;
  for (const auto& draft : outbox.said()) drafts[draft.type] = draft;
  return drafts;
}

// The wire types that a variant of events can say.
template <class... Events>
std::vector<std::string> types_in(std::type_identity<std::variant<Events...>>) {
  return {std::string{Events::type}...};
}

std::vector<std::string> types() {
  auto all = types_in(std::type_identity<user::events::UserEvent>{});
  for (auto& type : types_in(std::type_identity<user::events::ApiKeyEvent>{})) all.push_back(type);
  for (auto& type : types_in(std::type_identity<billing::events::BillingEvent>{}))
    all.push_back(type);
  return all;
}

TEST(EveryEventType, IsWrittenExactlyAsItWasPublished) {
  const auto drafts = produced();
  for (const auto& type : types()) {
    ASSERT_TRUE(drafts.contains(type)) << "no producer said " << type;
    const auto& draft = drafts.at(type);
    const Sample sample{draft.type, draft.schema_version, draft.aggregate_type, draft.key,
                        draft.version, draft.removes, {draft.payload}};
    const auto name = type + ".v" + std::to_string(draft.schema_version) + ".json";
    EXPECT_EQ(json::written(sample) + "\n", text_of(folder() / name)) << name;
  }
}

// The sample as a newer producer may write it: with members nobody knows, in another order.
sync::Event from_the_future(sync::Event event) {
  namespace bj = boost::json;
  const bj::value now = bj::parse(event.payload);
  bj::object later{{"trace", {{"host", "a"}}}};
  for (const auto& [name, value] : now.as_object()) {
    if (auto* state = (later[name] = value).if_object()) (*state)["shoe_size"] = 38.5;
  }
  event.payload = bj::serialize(later);
  event.type += "_again";  // a replica looks at the state alone
  return event;
}

TEST(EveryEventOfUsers, EverPublishedIsReadByBilling) {
  std::size_t seen = 0;
  for (const auto& sample : samples()) {
    if (sample.aggregate_type != user::events::user_aggregate) continue;
    for (const auto& event : {sample, from_the_future(sample)}) {
      memory::MemoryUserReplica replica;
      json::UserReplicaHandler handler{billing::KeepUserReplica{replica}};
      ++seen;
      ASSERT_LE(event.schema_version, handler.schema_version_max());
      handler.want(event);
      EXPECT_EQ(handler.version(event.key), 0);
      const auto done = handler.apply(event);
      ASSERT_TRUE(done) << event.payload << done.error().detail << done.error().field;
      EXPECT_EQ(handler.version(event.key), event.removes ? 0 : event.version);
      if (event.removes) continue;
      const auto& row = replica.rows().begin()->second;
      EXPECT_EQ(row.id.user_text(), event.key);
      EXPECT_TRUE(row.email.ends_with("@example.com"));
      EXPECT_TRUE(row.display_name.starts_with("Ada"));
      EXPECT_EQ(row.time_zone, "Europe/London");
      EXPECT_EQ(row.status, sample.type == "user.deactivated" ? "inactive" : "active");
    }
  }
  EXPECT_GE(seen, 12U);
}

TEST(EveryEventOfProfiles, EverPublishedIsReadByTheUserModule) {
  std::size_t seen = 0;
  for (const auto& sample : samples()) {
    if (sample.aggregate_type != billing::events::billing_profile_aggregate) continue;
    for (const auto& event : {sample, from_the_future(sample)}) {
      memory::MemoryBillingReplica replica;
      json::BillingReplicaHandler handler{user::KeepBillingReplica{replica}};
      ++seen;
      ASSERT_LE(event.schema_version, handler.schema_version_max());
      handler.want(event);
      const auto done = handler.apply(event);
      ASSERT_TRUE(done) << event.payload << done.error().detail << done.error().field;
      EXPECT_EQ(handler.version(event.key), event.removes ? 0 : event.version);
      if (event.removes) continue;
      EXPECT_EQ(replica.rows().begin()->second.currency.size(), 3U);
    }
  }
  EXPECT_GE(seen, 6U);
}

// Billing's own tables hold name, address, tax id and the gateway's token; its events hold none.
TEST(BillingsEvents, SayNothingOfThePersonBehindACustomer) {
  std::size_t seen = 0;
  for (const auto& event : samples()) {
    if (!event.type.starts_with("billing.")) continue;
    ++seen;
    for (const char* personal : {"Ada", "ada", "GB123", "James", "SW1Y", "pm_card"}) {
      EXPECT_EQ(event.payload.find(personal), std::string::npos) << event.payload;
    }
  }
  EXPECT_GE(seen, 31U);
}

TEST(AUsersLife, IsFollowedByTheirSubscriptionsAndNothingElseIs) {
  const std::map<std::string, std::vector<std::string>> expected = {
      {"user.deactivated", {"billing.subscription_paused"}},
      {"user.reactivated", {"billing.subscription_resumed"}},
      {"user.deleted", {"billing.subscription_canceled", "billing.profile_closed"}}};
  for (auto event : samples()) {
    if (event.aggregate_type != user::events::user_aggregate) continue;
    event.occurred_at = *shared::parse_rfc3339("2026-02-01T00:00:00Z");
    const auto found = expected.find(event.type);
    EXPECT_EQ(said_because_of(event),
              found == expected.end() ? std::vector<std::string>{} : found->second)
        << event.type;
  }
}

TEST(AReplica, RefusesAnEventThatSaysNoStateItCanRead) {
  memory::MemoryUserReplica users;
  memory::MemoryBillingReplica profiles;
  json::UserReplicaHandler of_users{billing::KeepUserReplica{users}};
  json::BillingReplicaHandler of_profiles{user::KeepBillingReplica{profiles}};
  for (const auto* payload : {"", "{}", "null", "[", R"({"after":null,"before":null})",
                              R"({"after":{},"before":null})", R"({"after":{"email":7)",
                              R"({"after":"x"})", R"({"after":{"currency":7}})"}) {
    sync::Event event;
    event.version = 1;
    event.payload = payload;
    event.key = "usr_06ammhqmi1t3n4cd7r2k9v8e5s";
    of_users.want(event);
    const auto user = of_users.apply(event);
    ASSERT_FALSE(user) << payload;
    EXPECT_EQ(user.error().code, "billing.user_event_unreadable");
    event.key = "cus_06ammhqmi1t3n4cd7r2k9v8e5s";
    of_profiles.want(event);
    const auto profile = of_profiles.apply(event);
    ASSERT_FALSE(profile) << payload;
    EXPECT_EQ(profile.error().code, "user.billing_event_unreadable");
    EXPECT_FALSE(of_users.apply(event));  // the key is no user's
  }
}

}  // namespace published_events_test
