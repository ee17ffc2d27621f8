#include <tests/instances/witness.hpp>

#include <gtest/gtest.h>

#include <map>
#include <thread>

#include <adapters/system/sodium_digest.hpp>
#include <sync/application/chain.hpp>

namespace instances {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds look_every{5};

// Asks until the server answers: it may be away for a while.
template <class Ask>
auto asked(Ask ask) {
  const auto deadline = steady_clock::now() + patience;
  while (true) {
    try {
      return ask();
    } catch (const sync::StoreUnavailable&) {
      if (steady_clock::now() > deadline) throw;
      std::this_thread::sleep_for(look_every);
    }
  }
}

}  // namespace

Witness::Witness(const Stores& at)
    : user_(at.user, sql::Access::reader), billing_(at.billing, sql::Access::reader) {}

sync::Head Witness::head() {
  return asked([this] { return user_log_.head(); });
}

sync::Offset Witness::followed() {
  return asked([this] {
    const auto state = positions_.find("billing-follows-user");
    return state ? state->offset : 0;
  });
}

std::chrono::milliseconds Witness::until_followed(sync::Offset beyond) {
  const auto begin = steady_clock::now();
  while (followed() <= beyond && steady_clock::now() < begin + patience) {
    std::this_thread::sleep_for(look_every);
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
}

std::vector<sync::Event> Witness::all_of(sql::SqlLogReader& log) {
  const os::SodiumDigest digest;
  sync::Hash256 chain;
  std::vector<sync::Event> events;
  while (true) {
    auto commits = asked([&] { return log.read(events.size(), {}); });
    if (commits.empty()) return events;
    for (auto& commit : commits) {
      EXPECT_EQ(commit.first(), events.size() + 1);
      EXPECT_EQ(commit.chain, chain_after(digest, chain, commit));
      chain = commit.chain;
      for (auto& event : commit.events) events.push_back(std::move(event));
    }
  }
}

void Witness::judge(const std::vector<Answer>& answers) {
  const auto said = all_of(user_log_);
  std::map<std::string, sync::Offset> registered;
  for (const auto& event : said) {
    EXPECT_TRUE(registered.emplace(event.key, event.offset).second) << event.key << " twice";
  }
  std::size_t known = 0;
  for (const auto& answer : answers) {
    const auto found = registered.find(answer.key);
    const bool there = found != registered.end();
    known += there;
    if (answer.code.empty()) {
      EXPECT_TRUE(there && found->second == answer.offset) << answer.key << " was answered";
    } else if (answer.code != "sync.outcome_unknown") {
      EXPECT_FALSE(there) << answer.key << " was refused: " << answer.code;
    }
  }
  EXPECT_EQ(known, registered.size()) << "nothing that nobody asked for";

  const auto seen = all_of(billing_log_);
  ASSERT_EQ(seen.size(), said.size()) << "each event was taken over once";
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i].key, said[i].key);
  const auto state = positions_.find("billing-follows-user");
  ASSERT_TRUE(state);
  EXPECT_EQ(state->offset, said.size());
  EXPECT_EQ(state->roots.at("user"), user_log_.head().roots.at("user"));
  EXPECT_TRUE(state->stopped.empty()) << state->stopped;
}

}  // namespace instances
