#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include <app/billing_part.hpp>
#include <app/core.hpp>
#include <app/key_watch.hpp>
#include <app/user_part.hpp>
#include <app/webhook_part.hpp>
#include <tests/support/postgres.hpp>
#include <tests/support/temp_folder.hpp>

// Two whole servers, but for HTTP, on one database: what one writes, the other knows.

namespace instances {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

app::CoreOptions options_in(const std::string& folder, const std::vector<std::string>& schemas) {
  const auto at = [](const std::string& schema) {
    return sql::Postgresql{.conninfo = test::Postgres::running().conninfo(), .schema = schema};
  };
  app::CoreOptions options;
  options.databases.modules = {{"user", at(schemas[0])},
                               {"billing", at(schemas[1])},
                               {"insight", at(schemas[2])},
                               {"webhook", at(schemas[3])}};
  options.databases.gateway = sql::Sqlite{.path = folder + "/gateway.db"};
  return options;
}

class TwoCores : public testing::Test {
 protected:
  struct One {
    One(const std::string& folder, const std::vector<std::string>& schemas)
        : core(options_in(folder, schemas)) {
      core.start();
    }
    ~One() { keys.stop(); }

    app::UserPart& user() { return core.the<app::UserPart>(); }
    app::BillingPart& billing() { return core.the<app::BillingPart>(); }

    app::Core core;
    http::MemoryKeyRing ring;
    app::KeyWatch keys{core, ring};
  };

  static sync::Position registered(One& at, const std::string& email) {
    auto& user = at.user();
    user::RegisterUser::Command input;
    input.id = user::UserId{at.core.ids.next()};
    input.at = at.core.clock.now();
    input.email = email;
    std::promise<sync::Outcome> answered;
    sync::Command command;
    command.origin = {at.core.ids.next(), input.at, "correlation", ""};
    command.want = [&] { user.host.module.register_user.want(input); };
    command.decide = [&]() -> shared::Result<std::string> {
      const auto done = user.host.module.register_user(input);
      if (!done) return shared::refuse(done.error());
      return "";
    };
    command.answer = [&](sync::Outcome outcome) { answered.set_value(std::move(outcome)); };
    user.host.lane.queue().submit(std::move(command));
    const auto outcome = answered.get_future().get();
    EXPECT_FALSE(outcome.refusal) << outcome.refusal->code;
    return outcome.position;
  }
  static std::string waited(app::ProgressGate& gate, const sync::Position& position) {
    std::promise<std::optional<shared::Error>> answered;
    gate.wait({position}, {}, steady_clock::now() + std::chrono::seconds{30},
              [&](auto error) { answered.set_value(std::move(error)); });
    const auto error = answered.get_future().get();
    return error ? std::string{error->code} : "";
  }
  template <class Condition>
  static bool comes(Condition condition) {
    const auto deadline = steady_clock::now() + std::chrono::seconds{30};
    while (!condition() && steady_clock::now() < deadline) {
      std::this_thread::sleep_for(milliseconds{10});
    }
    return condition();
  }

  const test::TempFolder folder;
  const std::vector<std::string> schemas{
      test::Postgres::fresh_schema(), test::Postgres::fresh_schema(),
      test::Postgres::fresh_schema(), test::Postgres::fresh_schema()};
  One a{folder.path().string(), schemas};
  One b{folder.path().string(), schemas};
};

TEST_F(TwoCores, AWriteAtOneIsKnownToTheGatesOfTheOther) {
  for (int i = 0; i < 5; ++i) {
    const auto at = registered(a, "ada" + std::to_string(i) + "@example.com");
    EXPECT_EQ(waited(b.user().gate, at), "") << "its own log";
    EXPECT_EQ(waited(b.billing().gate, at), "") << "a log that the other instance follows for it";
    EXPECT_EQ(waited(b.user().gate, {at.log, at.epoch, at.offset + 1}), "sync.beyond_head");
    EXPECT_EQ(waited(b.user().gate, {at.log, at.epoch + 1, at.offset}), "sync.beyond_head");
  }
}

TEST_F(TwoCores, OneLeadsInEachModuleAndTheOtherTakesOverWhatItStops) {
  for (const auto& part : a.core.parts()) {
    EXPECT_TRUE(part->lane().leads()) << part->name();
    EXPECT_FALSE(b.core.find(part->name())->lane().leads()) << part->name();
  }
  a.core.stop();
  EXPECT_TRUE(comes([&] { return b.billing().host.lane.leads(); }));
  const auto at = registered(b, "ada@example.com");
  EXPECT_EQ(waited(b.billing().gate, at), "");
}

TEST_F(TwoCores, AKeyThatIsMadeOrRevokedAtOneIsOnOrOffTheOthersRing) {
  a.keys.start();
  b.keys.start();
  const auto token = app::create_key(a.core, a.ring, "key", {"admin"});
  const auto hash = a.core.digest.hash256(token);
  const auto made_at = steady_clock::now();
  EXPECT_TRUE(comes([&] { return b.ring.find(hash) != nullptr; }));
  std::cout << "known after " << (steady_clock::now() - made_at) / milliseconds{1} << " ms\n";
  EXPECT_NE(a.ring.find(hash), nullptr);

  const auto id = user::ApiKeyId::parse(a.ring.find(hash)->key_id).value();
  std::promise<sync::Outcome> answered;
  const user::RevokeApiKey::Command input{id, a.core.clock.now(), {}};
  auto& use_case = a.user().host.module.revoke_api_key;
  sync::Command command;
  command.origin = {a.core.ids.next(), input.at, "correlation", ""};
  command.want = [&] { use_case.want(input); };
  command.decide = [&]() -> shared::Result<std::string> {
    const auto done = use_case(input);
    if (!done) return shared::refuse(done.error());
    return "";
  };
  command.answer = [&](sync::Outcome outcome) { answered.set_value(std::move(outcome)); };
  a.user().host.lane.queue().submit(std::move(command));
  EXPECT_FALSE(answered.get_future().get().refusal);
  const auto revoked_at = steady_clock::now();
  EXPECT_TRUE(comes([&] { return b.ring.find(hash) == nullptr; }));
  std::cout << "gone after " << (steady_clock::now() - revoked_at) / milliseconds{1} << " ms\n";
}

}  // namespace
}  // namespace instances
