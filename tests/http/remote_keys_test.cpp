#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/bus/in_process_requests.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/remote_keys.hpp>
#include <adapters/http/remote_message.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <tests/http/still_time.hpp>

// Keys that a module elsewhere knows.
namespace http_test {
namespace {

using std::chrono::milliseconds;
using Found = shared::Result<std::shared_ptr<const http::Principal>>;

// Line: counts, holds back or cuts what is asked over it.
class Line final : public shared::Requests {
 public:
  explicit Line(shared::Requests& onward) : onward_(onward) {}
  void ask(const std::string& service, shared::Message question, milliseconds within,
           Answered answered) override {
    ++asked;
    last = question.body;
    if (cut) return answered(std::unexpected(shared::Silence::nobody));
    if (!hold) return onward_.ask(service, std::move(question), within, std::move(answered));
    onward_.ask(service, std::move(question), within,
                [this, answered = std::move(answered)](auto ended) mutable {
                  held = [answered = std::move(answered), ended = std::move(ended)]() mutable {
                    answered(std::move(ended));
                  };
                });
  }
  int asked = 0;
  bool cut = false;
  bool hold = false;
  std::string last;
  std::move_only_function<void()> held;

 private:
  shared::Requests& onward_;
};

class RemoteKeys : public testing::Test {
 protected:
  RemoteKeys() { ring.add(hash, {"key_1", {"users:read"}, {}}); }

  // As the gateway does it: what is not on the ring is looked up.
  std::string key_of(const sync::Hash256& token_hash) {
    if (const auto known = keys.find(token_hash)) return known->key_id;
    const auto said = std::make_shared<std::string>("nothing");  // the answer may come later
    keys.look_up(token_hash, [said](Found found) {
      *said = !found ? std::string(found.error().code) : *found ? (*found)->key_id : "no key";
    });
    return *said;
  }

  StillTime time;
  os::SodiumDigest digest;
  const sync::Hash256 hash = digest.hash256("clv_one");
  http::MemoryKeyRing ring;
  bus::InProcessRequests requests{time, time};
  Line line{requests};
  http::RemoteKeys keys{line, time, {.keys_max = 100}};
  std::unique_ptr<shared::Serving> serving = http::serve_keys(requests, ring);
};

TEST_F(RemoteKeys, AreAskedForOnceAndThenKnownForAWhile) {
  EXPECT_EQ(keys.find(hash), nullptr);
  EXPECT_EQ(key_of(hash), "key_1");
  EXPECT_EQ(keys.find(hash)->scopes, (std::vector<std::string>{"users:read"}));
  EXPECT_EQ(line.last, sync::to_hex(hash)) << "the token itself never travels";
  time.pass(milliseconds{29'999});
  EXPECT_EQ(key_of(hash), "key_1");
  EXPECT_EQ(line.asked, 1);
  time.pass(milliseconds{1});
  EXPECT_EQ(key_of(hash), "key_1");
  EXPECT_EQ(line.asked, 2);
}

TEST_F(RemoteKeys, AreHeldForAsLongAsTheyAreThereAndAskedAboutMeanwhile) {
  std::string lost;
  keys.on_lost([&](std::string_view key) { lost = key; });
  EXPECT_FALSE(keys.holds(hash));
  EXPECT_EQ(key_of(hash), "key_1");
  EXPECT_TRUE(keys.holds(hash));
  EXPECT_EQ(line.asked, 1);
  time.pass(milliseconds{30'000});
  EXPECT_TRUE(keys.holds(hash));
  EXPECT_EQ(line.asked, 2);
  line.cut = true;
  time.pass(milliseconds{30'000});
  EXPECT_TRUE(keys.holds(hash)) << "nobody can say that it is gone";
  EXPECT_TRUE(keys.holds(hash));
  EXPECT_EQ(line.asked, 3) << "not again at once";
  line.cut = false;
  ring.remove("key_1");
  time.pass(milliseconds{30'000});
  keys.holds(hash);
  EXPECT_EQ(lost, "key_1");
  EXPECT_FALSE(keys.holds(hash));
}

TEST_F(RemoteKeys, AreNotBelievedInForEver) {
  EXPECT_EQ(key_of(hash), "key_1");
  line.cut = true;
  time.pass(milliseconds{599'999});
  EXPECT_TRUE(keys.holds(hash));
  time.pass(milliseconds{1});
  EXPECT_FALSE(keys.holds(hash));
}

// Directory: one key more than the ring has.
class OneMore final : public http::KeyDirectory {
 public:
  explicit OneMore(const sync::Hash256& hash) : hash_(hash) {}
  void look_up(const sync::Hash256& token_hash, Found found) override {
    if (away) return found(shared::refuse(http::errors::keys_unavailable()));
    if (token_hash != hash_) return found(nullptr);
    found(std::make_shared<const http::Principal>(http::Principal{"key_2", {"admin"}, {}}));
  }
  bool away = false;

 private:
  const sync::Hash256 hash_;
};

TEST_F(RemoteKeys, ThatAreNotOnTheRingYetAreLookedUp) {
  const auto young = digest.hash256("clv_young");
  OneMore more{young};
  serving.reset();
  serving = http::serve_keys(requests, ring, &more);
  EXPECT_EQ(key_of(hash), "key_1");
  EXPECT_EQ(key_of(young), "key_2");
  EXPECT_EQ(key_of(digest.hash256("clv_none")), "no key");
  more.away = true;
  EXPECT_EQ(key_of(digest.hash256("clv_other")), "http.keys_unavailable");
}

TEST_F(RemoteKeys, ThatDoNotExistAreAskedForAgainSoon) {
  const auto unknown = digest.hash256("clv_new");
  EXPECT_EQ(key_of(unknown), "no key");
  EXPECT_EQ(key_of(unknown), "no key");
  EXPECT_EQ(line.asked, 1);
  ring.add(unknown, {"key_2", {}, {}});
  time.pass(milliseconds{1'000});
  EXPECT_EQ(key_of(unknown), "key_2");
}

TEST_F(RemoteKeys, OpenNothingFromTheirRevocationOn) {
  std::vector<std::string> lost;
  keys.on_lost([&](std::string_view key_id) { lost.emplace_back(key_id); });
  EXPECT_EQ(key_of(hash), "key_1");
  ring.remove("key_1");
  keys.revoked("key_1");
  EXPECT_EQ(lost, (std::vector<std::string>{"key_1"}));
  EXPECT_EQ(key_of(hash), "no key");
}

TEST_F(RemoteKeys, OpenNothingThoughAnAnswerFromBeforeTheRevocationComesAfterIt) {
  line.hold = true;
  EXPECT_EQ(key_of(hash), "nothing");
  keys.revoked("key_1");
  line.held();
  EXPECT_EQ(keys.find(hash), nullptr);
}

TEST_F(RemoteKeys, WhoseRevocationWasNeverHeardOpenNothingAfterAWhile) {
  std::vector<std::string> lost;
  keys.on_lost([&](std::string_view key_id) { lost.emplace_back(key_id); });
  EXPECT_EQ(key_of(hash), "key_1");
  ring.remove("key_1");
  time.pass(milliseconds{30'000});
  EXPECT_EQ(key_of(hash), "no key");
  EXPECT_EQ(lost, (std::vector<std::string>{"key_1"}));
}

TEST_F(RemoteKeys, AreBelievedForALimitedTimeWhereNobodyCanSay) {
  EXPECT_EQ(key_of(hash), "key_1");
  line.cut = true;
  EXPECT_EQ(key_of(digest.hash256("clv_other")), "http.keys_unavailable");
  time.pass(milliseconds{599'999});
  EXPECT_EQ(key_of(hash), "key_1");
  time.pass(milliseconds{1});
  EXPECT_EQ(key_of(hash), "http.keys_unavailable");
  line.cut = false;
  EXPECT_EQ(key_of(hash), "key_1");
}

TEST_F(RemoteKeys, TakeABoundedRoom) {
  for (int i = 0; i < 1'000; ++i) {
    const auto one = digest.hash256("clv_" + std::to_string(i));
    if (i % 2 == 0) ring.add(one, {"key_" + std::to_string(i), {}, {}});
    key_of(one);
  }
  EXPECT_LE(keys.size(), 200U);
}

TEST_F(RemoteKeys, ThatAreNoHashesAreNone) {
  std::optional<http::Caller> told;
  requests.ask("user_keys", {{}, "clv_one"}, milliseconds{1'000},
               [&](auto ended) { told = http::parse_caller(*ended); });
  ASSERT_TRUE(told);
  EXPECT_EQ(told->principal, nullptr);
}

}  // namespace
}  // namespace http_test
