#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <tests/requests/answers.hpp>
#include <tests/requests/ways.hpp>

// What holds whatever way questions take.
namespace requests_test {
namespace {

using shared::Message;
using shared::Silence;
using std::chrono::milliseconds;

using Reply = shared::Services::Reply;

void echo(Message question, Reply reply) { reply(std::move(question)); }

// Kept: replies that a test says later, or never.
class Kept {
 public:
  shared::Services::Answer answer() {
    return [this](const Message&, Reply reply) {
      const std::scoped_lock lock(mutex_);
      replies_.push_back(std::move(reply));
      ++taken;
    };
  }
  std::vector<Reply> take() {
    const std::scoped_lock lock(mutex_);
    return std::move(replies_);
  }
  bool has(std::size_t count) const {
    for (int i = 0; i < 2000 && taken < count; ++i) std::this_thread::sleep_for(milliseconds{10});
    return taken >= count;
  }

 private:
  std::mutex mutex_;
  std::vector<Reply> replies_;
  std::atomic<std::size_t> taken = 0;
};

class Requests : public testing::TestWithParam<MakeWay> {
 protected:
  Ended ask(Message question, milliseconds within = long_enough) {
    Answers answers;
    way->asker().ask("user", std::move(question), within, answers.one());
    const auto came = answers.when(1);
    return came.empty() ? std::unexpected(Silence::late) : came.front();
  }

  auto serve(shared::Services::Answer answer, std::size_t which = 0) {
    return way->server(which).serve("user", std::move(answer));
  }

  static constexpr std::size_t open_max = 1000;
  std::unique_ptr<Way> way = GetParam().make(open_max);
};

TEST_P(Requests, AreAnsweredWithHeadersAndBody) {
  const auto serving = serve([](const Message& question, Reply reply) {
    reply({{{"status", "2\r\n%\xC3\xA4"}, {"of", question.headers.at(0).second}},
           std::string("\0\r\n", 3) + question.body});
  });
  auto answer = ask({{{"traceparent", "00-12"}}, "who?"});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, std::string("\0\r\nwho?", 7));
  std::ranges::sort(answer->headers);
  using Headers = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(answer->headers, (Headers{{"of", "00-12"}, {"status", "2\r\n%\xC3\xA4"}}));
}

TEST_P(Requests, OfNobodyAreAnsweredSoAtOnce) {
  EXPECT_TRUE(is(ask(saying("anybody?")), Silence::nobody));
  const auto serving = way->server(0).serve("billing", echo);
  EXPECT_TRUE(is(ask(saying("anybody?")), Silence::nobody));
}

TEST_P(Requests, WithoutAnAnswerAreLateAndStaySo) {
  Kept kept;
  Answers answers;
  {
    const auto serving = serve(kept.answer());
    way->asker().ask("user", saying("well?"), milliseconds{50}, answers.one());
    ASSERT_TRUE(kept.has(1));
    const auto came = answers.when(1);
    ASSERT_EQ(came.size(), 1U);
    EXPECT_TRUE(is(came[0], Silence::late));
    for (auto& reply : kept.take()) reply(saying("too late"));
  }
  const auto serving = serve(echo);
  EXPECT_TRUE(ask(saying("and now?")));
  EXPECT_EQ(answers.count(), 1U);
}

TEST_P(Requests, AreSharedByThoseWhoServeTheSame) {
  std::atomic<int> by_first = 0;
  std::atomic<int> by_second = 0;
  const auto counting = [](std::atomic<int>& count) {
    return [&count](Message question, Reply reply) {
      ++count;
      reply(std::move(question));
    };
  };
  const auto one = serve(counting(by_first));
  const auto other = serve(counting(by_second), 1);
  Answers answers;
  for (int i = 0; i < 200; ++i) way->asker().ask("user", saying(""), long_enough, answers.one());
  EXPECT_EQ(answers.when(200).size(), 200U);
  EXPECT_EQ(by_first + by_second, 200);
  EXPECT_GT(by_first, 0);
  EXPECT_GT(by_second, 0);
}

// A pattern in which no two pieces are alike.
std::string pattern(std::size_t bytes) {
  std::string text(bytes, ' ');
  std::uint32_t state = 1;
  for (char& c : text) {
    state = state * 1664525U + 1013904223U;
    c = static_cast<char>(state >> 24U);
  }
  return text;
}

TEST_P(Requests, MayHaveLargeAnswers) {
  const auto serving = serve([](const Message& question, Reply reply) {
    reply({{{"of", question.body}}, pattern(std::stoul(question.body))});
  });
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{524288}, std::size_t{524289},
                                  std::size_t{1048577}, std::size_t{5000000},
                                  shared::answer_bytes_max - 100}) {
    const auto answer = ask(saying(std::to_string(bytes)));
    ASSERT_TRUE(answer) << bytes;
    EXPECT_TRUE(answer->body == pattern(bytes)) << bytes;
    EXPECT_EQ(answer->headers.at(0).second, std::to_string(bytes));
  }
}

TEST_P(Requests, MayBeLarge) {
  const auto serving = serve([](Message question, Reply reply) {
    question.headers.emplace_back("told", "yes");
    reply(std::move(question));
  });
  for (const std::size_t bytes : {std::size_t{1}, std::size_t{524288}, std::size_t{524289},
                                  std::size_t{1048576}, std::size_t{5000000},
                                  shared::question_bytes_max - 100}) {
    const auto answer = ask({{{"of", std::to_string(bytes)}}, pattern(bytes)});
    ASSERT_TRUE(answer) << bytes;
    EXPECT_TRUE(answer->body == pattern(bytes)) << bytes;
    EXPECT_EQ(answer->headers.size(), 2U);
    EXPECT_EQ(answer->headers.at(0).second, std::to_string(bytes));
  }
}

// From several threads, to two who answer; each has its own text.
TEST_P(Requests, ThatAreLargeAndManyEachGetTheirOwnAnswer) {
  const auto one = serve(echo);
  const auto other = serve(echo, 1);
  std::atomic<int> right = 0;
  std::atomic<int> ended = 0;
  {
    std::vector<std::jthread> asking;
    for (int t = 0; t < 4; ++t) {
      asking.emplace_back([&, t] {
        for (int i = 0; i < 8; ++i) {
          const auto text = std::to_string(t * 8 + i) + pattern(std::size_t{1} << 20U);
          way->asker().ask("user", saying(text), long_enough, [&, text](const Ended& answer) {
            if (answer && answer->body == text) ++right;
            ++ended;
          });
        }
      });
    }
  }
  for (int i = 0; i < 2000 && ended < 32; ++i) std::this_thread::sleep_for(milliseconds{10});
  EXPECT_EQ(ended, 32);
  EXPECT_EQ(right, 32);
}

TEST_P(Requests, WhoseAnswerIsTooLargeAreLost) {
  const auto serving = serve([](const Message&, Reply reply) {
    reply(saying(std::string(shared::answer_bytes_max + 1, 'x')));
  });
  EXPECT_TRUE(is(ask(saying("all of it")), Silence::lost));
}

TEST_P(Requests, ThatAreTooLargeReachNobody) {
  std::atomic<int> reached = 0;
  const auto serving = serve([&](const Message& question, Reply reply) {
    ++reached;
    reply(saying(std::to_string(question.body.size())));
  });
  EXPECT_TRUE(is(ask(saying(std::string(shared::question_bytes_max + 1, 'x'))), Silence::nobody));
  EXPECT_EQ(reached, 0);
  const auto largest = ask(saying(std::string(shared::question_bytes_max, 'x')));
  ASSERT_TRUE(largest);
  EXPECT_EQ(largest->body, std::to_string(shared::question_bytes_max));
}

TEST_P(Requests, ReachNobodyWhoHasLeftAndAreStillAnsweredByWhomTheyReached) {
  Kept kept;
  auto serving = serve(kept.answer());
  Answers answers;
  way->asker().ask("user", saying("one"), long_enough, answers.one());
  ASSERT_TRUE(kept.has(1));
  serving.reset();
  EXPECT_TRUE(is(ask(saying("two")), Silence::nobody));
  for (auto& reply : kept.take()) reply(saying("still"));
  const auto came = answers.when(1);
  ASSERT_EQ(came.size(), 1U);
  ASSERT_TRUE(came[0]);
  EXPECT_EQ(came[0]->body, "still");
}

TEST_P(Requests, OfSomebodyWhoDiedMeanwhileAreLate) {
  Kept kept;
  auto serving = serve(kept.answer());
  Answers answers;
  way->asker().ask("user", saying("one"), milliseconds{300}, answers.one());
  ASSERT_TRUE(kept.has(1));
  kept.take();
  way->kill_server(0);
  const auto came = answers.when(1);
  ASSERT_EQ(came.size(), 1U);
  EXPECT_TRUE(is(came[0], Silence::late));
}

TEST_P(Requests, ManyAtATimeEachGetTheirOwnAnswer) {
  const auto serving = serve(echo);
  std::atomic<int> right = 0;
  std::atomic<int> ended = 0;
  constexpr int threads = 4;
  constexpr int each = 200;
  {
    std::vector<std::jthread> asking;
    for (int t = 0; t < threads; ++t) {
      asking.emplace_back([&, t] {
        for (int i = 0; i < each; ++i) {
          auto text = std::to_string(t * each + i);
          way->asker().ask("user", saying(text), long_enough, [&, text](const Ended& answer) {
            if (answer && answer->body == text) ++right;
            ++ended;
          });
        }
      });
    }
  }
  for (int i = 0; i < 2000 && ended < threads * each; ++i)
    std::this_thread::sleep_for(milliseconds{10});
  EXPECT_EQ(ended, threads * each);
  EXPECT_EQ(right, threads * each);
}

TEST_P(Requests, BeyondTheBoundReachNobodyUntilOthersEnd) {
  Kept kept;
  const auto serving = serve(kept.answer());
  Answers answers;
  for (std::size_t i = 0; i < open_max + 1; ++i)
    way->asker().ask("user", saying(""), long_enough, answers.one());
  const auto refused = answers.when(1);
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_TRUE(is(refused[0], Silence::nobody));
  ASSERT_TRUE(kept.has(open_max));
  for (auto& reply : kept.take()) reply(saying("done"));
  EXPECT_EQ(answers.when(open_max + 1).size(), open_max + 1);
  way->asker().ask("user", saying(""), long_enough, answers.one());
  EXPECT_TRUE(kept.has(open_max + 1));
}

TEST_P(Requests, AreLostWithTheirAsker) {
  Kept kept;
  const auto serving = serve(kept.answer());
  Answers answers;
  for (int i = 0; i < 3; ++i) way->asker().ask("user", saying(""), long_enough, answers.one());
  ASSERT_TRUE(kept.has(3));
  way->end_asker();
  const auto came = answers.when(3);
  ASSERT_EQ(came.size(), 3U);
  for (const auto& ended : came) EXPECT_TRUE(is(ended, Silence::lost));
  for (auto& reply : kept.take()) reply(saying("too late"));
  EXPECT_EQ(answers.count(), 3U);
}

INSTANTIATE_TEST_SUITE_P(Ways, Requests, testing::ValuesIn(all_ways()),
                         [](const auto& way) { return way.param.name; });

}  // namespace
}  // namespace requests_test
