#include <gtest/gtest.h>

#include <adapters/bus/sync/log_answers.hpp>
#include <adapters/bus/sync/remote_log.hpp>
#include <adapters/bus/sync/witnesses.hpp>
#include <sync/application/log_messages.hpp>

#include <tests/sync/follower_fixture.hpp>
#include <tests/sync/wire.hpp>

namespace {

using thing::FollowerTest;

// A real follower whose source is in another process, as far as it can tell.
class RemoteLogTest : public FollowerTest {
 protected:
  RemoteLogTest() {
    serve();
    start();
  }
  ~RemoteLogTest() override { follower_.reset(); }

  sync::SourceLog& source_log() override { return remote_; }

  void serve() {
    answers_.emplace(
        wire_.services(), "source",
        [this](std::move_only_function<void(bus::LogAnswers::Views)> task) {
          if (reads_refused_) return false;
          task({source_.log});
          return true;
        },
        samples::digest());
  }
  // The source says so many things, one a commit.
  void say_many(int count) {
    for (int i = 1; i <= count; ++i) say("thing_" + std::to_string(++said_things_), 1);
  }
  const std::string& waiting() const { return module_.witness.last.waiting; }

  wire::Wire wire_;
  std::optional<bus::LogAnswers> answers_;
  bool reads_refused_ = false;
  int said_things_ = 0;
  int woken_ = 0;
  bus::RemoteLog remote_{wire_, "source", samples::digest(), [this] { ++woken_; }};
};

}  // namespace

TEST_F(RemoteLogTest, AFollowerElsewhereAppliesAllThatTheLogHolds) {
  say_many(2'500);
  run();
  EXPECT_EQ(rows().size(), 2'500U);
  EXPECT_EQ(state().offset, 2'500U);
  EXPECT_EQ(state().chain, said_.head().chain);
  EXPECT_EQ(remote_.head(), said_.head());
  EXPECT_EQ(waiting(), "");
}

TEST_F(RemoteLogTest, WhileOneAnswerIsAppliedTheNextIsOnItsWay) {
  say_many(2'500);
  wire_.hold = true;
  EXPECT_GT(follower_->step(), std::chrono::milliseconds{0});
  wire_.deliver();
  EXPECT_EQ(wire_.questions.size(), 1U);
  follower_->step();
  EXPECT_EQ(state().offset, 1'000U);
  EXPECT_EQ(wire_.questions.size(), 2U);
}

TEST_F(RemoteLogTest, TheLaneGoesOnWhileAnAnswerIsOnItsWay) {
  say_many(1);
  wire_.hold = true;
  for (int i = 0; i < 3; ++i) EXPECT_GT(follower_->step(), std::chrono::milliseconds{0});
  EXPECT_EQ(wire_.questions.size(), 1U);
  EXPECT_EQ(woken_, 0);
  mailbox_.frames.push_back(samples::frame("source/0", said_.commits().front()));
  run();
  EXPECT_EQ(state().offset, 1U);
  wire_.deliver();
  EXPECT_EQ(woken_, 1);
}

TEST_F(RemoteLogTest, AnAnswerThatComesWhenTheFollowerIsFurtherIsDropped) {
  say_many(1);
  wire_.hold = true;
  run();
  mailbox_.frames.push_back(samples::frame("source/0", said_.commits().front()));
  run();
  wire_.deliver();
  wire_.hold = false;
  say_many(1);
  run();
  EXPECT_EQ(state().offset, 2U);
  EXPECT_EQ(state().stopped, "");
  EXPECT_EQ(rows().size(), 2U);
}

TEST_F(RemoteLogTest, WhereNobodyServesTheLogTheFollowerWaitsAndSaysSo) {
  answers_.reset();
  say_many(3);
  run();
  EXPECT_EQ(waiting(), "no process that runs source can be reached");
  EXPECT_EQ(state().offset, 0U);
  serve();
  run();
  EXPECT_EQ(waiting(), "");
  EXPECT_EQ(state().offset, 3U);
}

TEST_F(RemoteLogTest, AnAnswerThatIsOnItsWayIsNoSignOfRecovery) {
  answers_.reset();
  run();
  serve();
  wire_.hold = true;
  run();
  EXPECT_EQ(waiting(), "no process that runs source can be reached");
  wire_.deliver();
  run();
  EXPECT_EQ(waiting(), "");
}

TEST_F(RemoteLogTest, WhateverHappensToAnAnswerOnItsWayTheFollowerWaitsAndGoesOn) {
  struct Mishap {
    const char* name;
    wire::Answer (*happens)(wire::Answer);
    const char* waits_for;
  };
  for (const auto& mishap : {Mishap{"lost", wire::lost, "was lost on its way"},
                             Mishap{"late", wire::late, "did not say in time"},
                             Mishap{"damaged", wire::damaged, "was damaged on its way"},
                             Mishap{"cut", wire::cut, "was damaged on its way"}}) {
    SCOPED_TRACE(mishap.name);
    say_many(2);
    wire_.on_the_way = mishap.happens;
    run();
    EXPECT_NE(waiting().find(mishap.waits_for), std::string::npos) << waiting();
    EXPECT_LT(state().offset, said_.head().offset);
    wire_.on_the_way = [](wire::Answer answer) { return answer; };
    run();
    EXPECT_EQ(waiting(), "");
    EXPECT_EQ(state().offset, said_.head().offset);
    EXPECT_EQ(state().stopped, "");
  }
}

TEST_F(RemoteLogTest, NoBitOfAnAnswerCanBeTurnedUnseen) {
  say_many(2);
  const auto bytes = sync::encode_reply(
      "source/0", sync::Commits{said_.commits(), said_.head()}, samples::digest());
  ASSERT_TRUE(sync::decode_reply("source/0", bytes, samples::digest()));
  EXPECT_FALSE(sync::decode_reply("other/0", bytes, samples::digest()));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    auto damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    EXPECT_FALSE(sync::decode_reply("source/0", damaged, samples::digest())) << i;
    EXPECT_FALSE(sync::decode_reply("source/0", bytes.substr(0, i), samples::digest())) << i;
  }
}

TEST_F(RemoteLogTest, ASourceElsewhereThatWentBackStopsTheFollowerWithAReport) {
  say_many(3);
  run();
  auto& commits = source_.store.planted().commits;
  commits.erase(commits.begin() + 1, commits.end());
  run();
  EXPECT_NE(state().stopped.find("2 events are missing at the source"), std::string::npos)
      << state().stopped;
}

TEST_F(RemoteLogTest, ALogThatIsDamagedAtItsSourceStopsTheFollowerThoughTheWayIsSound) {
  say_many(2);
  source_.store.planted().commits[1].events[0].payload = "{}";
  run();
  EXPECT_NE(state().stopped.find("fails verification"), std::string::npos) << state().stopped;
}

TEST_F(RemoteLogTest, WhereTooManyReadsWaitTheFollowerComesAgain) {
  say_many(1);
  reads_refused_ = true;
  run();
  EXPECT_EQ(waiting(), "source: too many reads wait");
  reads_refused_ = false;
  run();
  EXPECT_EQ(state().offset, 1U);
}

TEST_F(RemoteLogTest, OnlySoManyQuestionsReadTheLogAtOnce) {
  std::vector<std::move_only_function<void(bus::LogAnswers::Views)>> waiting;
  answers_.emplace(
      wire_.services(), "source",
      [&](std::move_only_function<void(bus::LogAnswers::Views)> task) {
        waiting.push_back(std::move(task));
        return true;
      },
      samples::digest(), bus::AnswerLimits{.at_once_max = 2, .answer = {}});
  std::vector<std::string> refused;
  const auto ask = [&] {
    wire_.ask("source.log", {{}, sync::encode_question(sync::AskEvents{0, 1})},
              std::chrono::seconds{20}, [&](wire::Answer answer) {
                const auto reply = sync::decode_reply("source/0", answer->body, samples::digest());
                const auto* why = std::get_if<sync::LogUnavailable>(&*reply);
                if (why != nullptr) refused.push_back(why->why);
              });
  };
  for (int i = 0; i < 3; ++i) ask();
  EXPECT_EQ(waiting.size(), 2U);
  EXPECT_EQ(refused, std::vector<std::string>{"too many ask at once"});
  for (auto& task : waiting) task({source_.log});
  waiting.clear();
  ask();
  EXPECT_EQ(waiting.size(), 1U);
  waiting.front()({source_.log});
  EXPECT_EQ(refused.size(), 1U);
}

TEST_F(RemoteLogTest, AnAnswerThatComesWhenTheLogIsGoneWakesNobody) {
  int woken = 0;
  wire_.hold = true;
  {
    bus::RemoteLog gone{wire_, "source", samples::digest(), [&woken] { ++woken; }};
    EXPECT_TRUE(std::holds_alternative<sync::AnswerPending>(gone.after({}, {})));
  }
  wire_.deliver();
  EXPECT_EQ(woken, 0);
}

TEST_F(RemoteLogTest, WhoFollowsElsewhereIsAWitnessAndWhoIsSilentIsNamed) {
  const std::vector<sync::Seen> stood{{1, 7, said_.head().chain}};
  const auto serving = bus::serve_witnesses(
      wire_.services(), "copy",
      [&](const std::string& log, std::move_only_function<void(std::vector<sync::Seen>)> say) {
        EXPECT_EQ(log, "source/0");
        say(stood);
        return true;
      },
      samples::digest());
  auto heard = bus::ask_witnesses(wire_, {"copy", "absent"}, "source/0", samples::digest(),
                                  std::chrono::seconds{20});
  EXPECT_EQ(heard.seen, stood);
  EXPECT_EQ(heard.silent, std::vector<std::string>{"absent"});
  wire_.on_the_way = wire::damaged;
  heard = bus::ask_witnesses(wire_, {"copy"}, "source/0", samples::digest(),
                             std::chrono::seconds{20});
  EXPECT_EQ(heard.silent, std::vector<std::string>{"copy"});
}
