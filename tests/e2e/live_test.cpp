#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include <tests/e2e/installation.hpp>
#include <tests/e2e/live_stream.hpp>

// Live changes of one user: over the API, across crashes, and on the command line.
using namespace e2e;

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Live = Running;

std::ptrdiff_t descriptors(pid_t pid) {
  const auto folder = "/proc/" + std::to_string(pid) + "/fd";
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

// "user/0:1:7" of an event, whatever stream told it.
std::string place(const LiveStream::Event& event) {
  const auto json = event.json();
  return json.at("source").text() + ":" + json.at("sequence").text();
}

TEST_F(Live, AWatcherSeesWhatHappensInEitherModuleWithinASecond) {
  const auto id = registered_id("ada@example.com");
  LiveStream stream(server(), id);
  EXPECT_EQ(stream.status(), 200);
  ASSERT_EQ(stream.next().value().type, "watching");

  auto begin = Clock::now();
  admin().patch("/v1/users/" + id, bj::object{{"display_name", "Ada"}});
  const auto named = stream.next().value();
  EXPECT_LT(Clock::now() - begin, milliseconds{1000});
  EXPECT_EQ(named.type, "user.profile_updated");
  EXPECT_EQ(named.json().at("data").at("after").at("display_name"), "Ada");
  EXPECT_EQ(named.json().at("subject").text(), id);

  registered("bob@example.com");  // nobody watches that one
  const auto position = registered("eve@example.com").position();
  customer(id, position);
  begin = Clock::now();
  const auto set =
      admin().patch("/v1/customers/" + customer_id(id), bj::object{{"currency", "eur"}});
  ASSERT_EQ(set.status, 200) << set.text;
  const auto opened = stream.next().value();
  EXPECT_LT(Clock::now() - begin, milliseconds{1000});
  EXPECT_EQ(opened.type, "billing.profile_opened");
  EXPECT_EQ(opened.json().at("data").at("after").at("user_id").text(), id);
}

TEST_F(Live, EndsAfterTheUserWasDeletedAndIsRefusedFromThenOn) {
  const auto id = registered_id("ada@example.com");
  LiveStream stream(server(), id);
  admin().remove("/v1/users/" + id);
  EXPECT_EQ(stream.types_until("user.deleted"),
            (std::vector<std::string>{"watching", "user.deleted"}));
  EXPECT_FALSE(stream.next().has_value());
  EXPECT_TRUE(stream.whole());
  EXPECT_EQ(LiveStream(server(), id).status(), 404);
  EXPECT_EQ(LiveStream(server(), "usr_00000000000000000000000000").status(), 404);
}

// Writers and a watcher go on while the server is killed under them, again and again.
TEST_F(Live, AWatcherThatComesBackAfterACrashHasSeenEachEventOnce) {
  const auto id = registered_id("ada@example.com");
  std::vector<std::string> seen;
  std::string last;
  {
    LiveStream stream(server(), id);
    last = stream.next().value().id;
  }
  const auto first = "/cleave/user/0:" + last.substr(9, last.find(',') - 9);
  int written = 0;
  for (int life = 0; life < 4; ++life) {
    LiveStream stream(server(), id, last);
    ASSERT_EQ(stream.status(), 200);
    ASSERT_EQ(stream.next().value().type, "watching");
    std::thread writer([&] {
      try {
        auto client = server().admin();
        for (int i = 0; i < 60; ++i) {
          client.patch("/v1/users/" + id, bj::object{{"display_name", std::to_string(++written)}});
        }
      } catch (const NoAnswer&) {
      }
    });
    for (int i = 0; i < 20; ++i) {
      const auto event = stream.next();
      ASSERT_TRUE(event.has_value());
      seen.push_back(place(*event));
      last = event->id;
    }
    server().kill();
    writer.join();
    start();
  }
  const auto end = admin().patch("/v1/users/" + id, bj::object{{"display_name", "last"}});
  const auto head = "/cleave/user/0:" + end.position().substr(end.position().rfind(':') + 1);
  LiveStream stream(server(), id, last);
  ASSERT_EQ(stream.next().value().type, "watching");
  while (seen.back() != head) {
    const auto event = stream.next();
    ASSERT_TRUE(event.has_value());
    seen.push_back(place(*event));
  }
  std::vector<std::string> all;
  const auto log = admin().get("/v1/events?limit=1000").json();
  for (const auto& event : log.at("data").elements()) {
    if (event.at("subject") == id) {
      all.push_back(event.at("source").text() + ":" + event.at("sequence").text());
    }
  }
  all.erase(all.begin(), std::ranges::find(all, first) + 1);
  EXPECT_EQ(seen, all);
}

TEST_F(Live, TwoHundredWatchersSeeTheSameAndLeaveNothingBehind) {
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(registered_id("u" + std::to_string(i) + "@b.org"));
  admin().get("/v1/sync");
  const auto before = descriptors(server().pid());
  for (int round = 0; round < 2; ++round) {
    std::vector<LiveStream> watchers;
    for (std::size_t i = 0; i < 200; ++i) watchers.emplace_back(server(), ids[i % 4]);
    for (auto& watcher : watchers) ASSERT_EQ(watcher.next().value().type, "watching");
    const auto begin = Clock::now();
    for (int n = 0; n < 5; ++n) {
      for (const auto& id : ids) {
        const auto name = std::to_string(round) + "/" + std::to_string(n);
        admin().patch("/v1/users/" + id, bj::object{{"display_name", name}});
      }
    }
    for (auto& watcher : watchers) {
      for (int n = 0; n < 5; ++n) {
        const auto event = watcher.next();
        ASSERT_TRUE(event.has_value());
        EXPECT_EQ(event->json().at("data").at("after").at("display_name"),
                  std::to_string(round) + "/" + std::to_string(n));
      }
    }
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds{5});
  }
  EXPECT_TRUE(becomes([&] { return descriptors(server().pid()) == before; }));
  EXPECT_NE(admin().get("/metrics").text.find("cleave_http_streams 0"), std::string::npos);
}

TEST_F(Live, EndsInOrderWhereTheServerStops) {
  const auto id = registered_id("ada@example.com");
  LiveStream stream(server(), id);
  ASSERT_EQ(stream.next().value().type, "watching");
  const auto begin = Clock::now();
  EXPECT_EQ(stop(), 0);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds{5});
  EXPECT_FALSE(stream.next().has_value());
  EXPECT_TRUE(stream.whole());
}

Program watching(const std::filesystem::path& home, std::vector<std::string> more) {
  Program program;
  program.words = {CLEAVE_BINARY, "user", "watch", "--data", home / "data"};
  program.words.insert(program.words.end(), more.begin(), more.end());
  program.out = home / "watched";
  program.err = home / "watched_err";
  return program;
}

TEST_F(Live, TheCommandLineShowsItUntilCtrlC) {
  const auto id = registered_id("ada@example.com");
  const auto out = home() / "watched";
  Child watch(watching(home(), {"ada@example.com"}));
  ASSERT_TRUE(becomes([&] {
    return read_file(home() / "watched_err").find("watching usr_") != std::string::npos;
  }));
  admin().patch("/v1/users/" + id, bj::object{{"display_name", "Ada"}});
  EXPECT_TRUE(becomes([&] {
    return read_file(out).find("display_name - -> Ada") != std::string::npos;
  })) << read_file(out);
  watch.signal(SIGINT);
  EXPECT_EQ(watch.wait(std::chrono::seconds{5}), 0);
  EXPECT_NE(read_file(home() / "watched_err").find("to go on later: --after user/0:1:"),
            std::string::npos);
}

TEST_F(Live, TheCommandLineComesBackAfterACrashAndMissesNothing) {
  const auto id = registered_id("ada@example.com");
  const auto address = server().url().substr(7);
  const auto out = home() / "watched";
  const auto err = home() / "watched_err";
  Child watch(watching(home(), {id, "--json"}));
  ASSERT_TRUE(becomes([&] { return read_file(err).find("watching usr_") != std::string::npos; }));
  admin().patch("/v1/users/" + id, bj::object{{"display_name", "one"}});
  ASSERT_TRUE(becomes([&] { return read_file(out).find("\"one\"") != std::string::npos; }));
  kill();
  ASSERT_TRUE(becomes([&] { return read_file(err).find("trying again") != std::string::npos; }));
  start({"--listen", address});
  admin().patch("/v1/users/" + id, bj::object{{"display_name", "two"}});
  ASSERT_TRUE(becomes([&] { return read_file(err).find("watching again") != std::string::npos; }));
  admin().remove("/v1/users/" + id);
  EXPECT_EQ(watch.wait(std::chrono::seconds{10}), 0);
  std::map<std::string, int> types;
  std::ifstream lines(out);
  for (std::string line; std::getline(lines, line);) ++types[Json::parse(line).at("type").text()];
  EXPECT_EQ(types, (std::map<std::string, int>{{"user.profile_updated", 2}, {"user.deleted", 1}}));
}

TEST_F(Live, WithoutAServerTheCommandLineSaysThatItNeedsOne) {
  const auto id = registered_id("ada@example.com");
  stop();
  const auto ran = run_cleave({"user", "watch", id, "--data", data()});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_NE(ran.err.find("needs a running server"), std::string::npos) << ran.err;
}

}  // namespace
