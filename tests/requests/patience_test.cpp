#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/bus/patient_requests.hpp>
#include <tests/requests/answers.hpp>
#include <tests/requests/manual_time.hpp>

// What repeats, what gives up and when: all in time that a test lets pass.
namespace requests_test {
namespace {

using shared::Message;
using shared::Silence;
using std::chrono::milliseconds;
using Circuit = bus::PatientRequests::Circuit;

// Network: tries that a test ends as it likes.
class Network final : public shared::Requests {
 public:
  struct Try {
    std::string service;
    Message question;
    milliseconds within{0};
    milliseconds at{0};
    Answered answered;
  };

  explicit Network(ManualTime& time) : time_(time) {}

  void ask(const std::string& service, Message question, milliseconds within,
           Answered answered) override {
    tries.push_back({service, std::move(question), within, time_.monotonic(), std::move(answered)});
    if (!at_once) return;
    auto now = std::exchange(tries.back().answered, nullptr);
    now(std::unexpected(*at_once));
  }
  void end(std::size_t which, Ended ended) {
    auto answered = std::exchange(tries.at(which).answered, nullptr);
    answered(std::move(ended));
  }

  std::optional<Silence> at_once;  // how all further tries end
  std::vector<Try> tries;

 private:
  ManualTime& time_;
};

class PatientRequests : public testing::Test {
 protected:
  void read(milliseconds within = milliseconds{8'000}) {
    patient.repeating().ask("user", {{{"traceparent", "00-12"}}, "get"}, within, answers.one());
  }
  void write() {
    patient.once().ask("user", saying("post"), milliseconds{8'000}, answers.one());
  }
  // So many writes that stay silent.
  void fall_silent(int times) {
    network.at_once = Silence::late;
    for (int i = 0; i < times; ++i) write();
    network.at_once.reset();
  }
  Ended last() {
    const auto came = answers.when(0);
    return came.empty() ? saying("nothing came") : came.back();
  }

  ManualTime time;
  Network network{time};
  bus::PatientRequests patient{network, time, time, 1};
  Answers answers;
};

TEST_F(PatientRequests, RepeatAReadThatWasLostAfterAPause) {
  read();
  network.end(0, std::unexpected(Silence::lost));
  ASSERT_EQ(network.tries.size(), 1U);
  time.pass(milliseconds{24});
  EXPECT_EQ(network.tries.size(), 1U);
  time.pass(milliseconds{26});
  ASSERT_EQ(network.tries.size(), 2U);
  EXPECT_EQ(network.tries[1].question.headers, network.tries[0].question.headers);
  EXPECT_EQ(network.tries[1].question.body, "get");
  network.end(1, saying("here"));
  ASSERT_EQ(answers.count(), 1U);
  EXPECT_EQ(last()->body, "here");
}

TEST_F(PatientRequests, NeverRepeatAWrite) {
  for (const auto why : {Silence::lost, Silence::late, Silence::nobody}) {
    write();
    network.end(network.tries.size() - 1, std::unexpected(why));
    EXPECT_TRUE(is(last(), why));
  }
  time.pass(milliseconds{60'000});
  EXPECT_EQ(network.tries.size(), 3U);
  EXPECT_EQ(answers.count(), 3U);
}

TEST_F(PatientRequests, GiveUpAReadAfterItsLastTry) {
  network.at_once = Silence::nobody;
  read();
  time.pass(milliseconds{60'000});
  ASSERT_EQ(network.tries.size(), 3U);
  const auto second_pause = network.tries[2].at - network.tries[1].at;
  EXPECT_GE(second_pause, milliseconds{50});
  EXPECT_LE(second_pause, milliseconds{100});
  ASSERT_EQ(answers.count(), 1U);
  EXPECT_TRUE(is(last(), Silence::nobody));
}

TEST_F(PatientRequests, AskAgainForAsLongAsTheyAreToldWhileNobodyServes) {
  bus::Patience patience;
  patience.pause_max = milliseconds{100};
  patience.nobody_max = milliseconds{3'000};
  bus::PatientRequests waiting{network, time, time, 1, patience};
  network.at_once = Silence::nobody;
  waiting.once().ask("user", saying("post"), milliseconds{8'000}, answers.one());
  time.pass(milliseconds{1'000});
  EXPECT_GT(network.tries.size(), 9U);
  EXPECT_EQ(network.tries.back().question.body, "post");
  time.pass(milliseconds{2'200});
  ASSERT_EQ(answers.count(), 1U);
  EXPECT_TRUE(is(last(), Silence::nobody));
  const auto tries = network.tries.size();
  EXPECT_LT(tries, 70U);

  network.at_once.reset();
  waiting.once().ask("user", saying("post"), milliseconds{8'000}, answers.one());
  network.end(tries, std::unexpected(Silence::nobody));
  time.pass(milliseconds{50});
  network.end(tries + 1, std::unexpected(Silence::lost));  // somebody may have it
  time.pass(milliseconds{8'000});
  EXPECT_EQ(network.tries.size(), tries + 2);
  EXPECT_TRUE(is(last(), Silence::lost));
}

TEST_F(PatientRequests, HaveOneDeadlineOverAllTries) {
  read(milliseconds{8'000});
  EXPECT_EQ(network.tries[0].within, milliseconds{4'000});
  time.pass(milliseconds{4'000});
  network.end(0, std::unexpected(Silence::late));
  time.pass(milliseconds{50});
  ASSERT_EQ(network.tries.size(), 2U);
  EXPECT_LE(network.tries[1].within, milliseconds{2'000});
  time.pass(milliseconds{2'000});
  network.end(1, std::unexpected(Silence::late));
  time.pass(milliseconds{100});
  ASSERT_EQ(network.tries.size(), 3U);
  const auto end = network.tries[0].at + milliseconds{8'000};
  EXPECT_EQ(network.tries[2].at + network.tries[2].within, end);
  EXPECT_EQ(answers.count(), 0U);
  time.pass(end - time.monotonic());
  ASSERT_EQ(answers.count(), 1U);
  EXPECT_TRUE(is(last(), Silence::late));
  network.end(2, saying("too late"));
  EXPECT_EQ(answers.count(), 1U);
}

TEST_F(PatientRequests, DoNotRepeatWhereNoTimeIsLeft) {
  read(milliseconds{20});
  network.end(0, std::unexpected(Silence::lost));
  EXPECT_TRUE(is(last(), Silence::lost));
  time.pass(milliseconds{1'000});
  EXPECT_EQ(network.tries.size(), 1U);
}

TEST_F(PatientRequests, LeaveASilentServiceAloneAndThenProbeIt) {
  fall_silent(4);
  EXPECT_EQ(patient.circuit("user"), Circuit::closed);
  fall_silent(1);
  EXPECT_EQ(patient.circuit("user"), Circuit::open);
  write();
  EXPECT_TRUE(is(last(), Silence::nobody));
  EXPECT_EQ(network.tries.size(), 5U);

  time.pass(milliseconds{2'000});
  write();
  write();
  EXPECT_EQ(patient.circuit("user"), Circuit::probing);
  ASSERT_EQ(network.tries.size(), 6U);
  EXPECT_TRUE(is(last(), Silence::nobody));
  network.end(5, std::unexpected(Silence::late));
  EXPECT_EQ(patient.circuit("user"), Circuit::open);

  time.pass(milliseconds{2'000});
  write();
  ASSERT_EQ(network.tries.size(), 7U);
  network.end(6, saying("back"));
  EXPECT_EQ(patient.circuit("user"), Circuit::closed);
  write();
  EXPECT_EQ(network.tries.size(), 8U);
}

TEST_F(PatientRequests, CountOnlySilenceInARow) {
  fall_silent(4);
  write();
  network.end(4, saying("here"));
  fall_silent(4);
  EXPECT_EQ(patient.circuit("user"), Circuit::closed);
}

TEST_F(PatientRequests, OpenNoCircuitWhereNobodyServes) {
  network.at_once = Silence::nobody;
  for (int i = 0; i < 20; ++i) write();
  EXPECT_EQ(patient.circuit("user"), Circuit::closed);
  EXPECT_EQ(network.tries.size(), 20U);
}

TEST_F(PatientRequests, ProbeOnWhereTheProbeFoundNobody) {
  fall_silent(5);
  time.pass(milliseconds{2'000});
  network.at_once = Silence::nobody;
  write();
  write();
  EXPECT_EQ(network.tries.size(), 7U);
}

TEST_F(PatientRequests, LeaveOtherServicesInPeace) {
  fall_silent(5);
  patient.once().ask("billing", saying(""), milliseconds{100}, answers.one());
  EXPECT_EQ(network.tries.back().service, "billing");
}

TEST_F(PatientRequests, AreLostWithTheirAskerAlsoInAPause) {
  std::optional<bus::PatientRequests> going;
  going.emplace(network, time, time, 1);
  going->repeating().ask("user", saying(""), milliseconds{8'000}, answers.one());
  going->repeating().ask("user", saying(""), milliseconds{8'000}, answers.one());
  network.end(0, std::unexpected(Silence::nobody));
  EXPECT_EQ(answers.count(), 0U);
  going.reset();
  ASSERT_EQ(answers.count(), 2U);
  for (const auto& ended : answers.when(2)) EXPECT_TRUE(is(ended, Silence::lost));
  time.pass(milliseconds{60'000});
  network.end(1, saying("too late"));
  EXPECT_EQ(answers.count(), 2U);
  EXPECT_EQ(network.tries.size(), 2U);
}

}  // namespace
}  // namespace requests_test
