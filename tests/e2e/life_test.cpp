#include <sys/stat.h>

#include <regex>
#include <thread>

#include <tests/e2e/installation.hpp>

// Starts, refusals to start, and ends.
using namespace e2e;

namespace {

using Life = Installation;

Ran serve(const std::filesystem::path& data, const std::vector<std::string>& more) {
  std::vector<std::string> words{"serve", "--data", data};
  words.insert(words.end(), more.begin(), more.end());
  return run_cleave(words);
}

TEST_F(Life, TheFirstStartSaysTheAdministratorsKeyOnceOnALineOfItsOwn) {
  start();
  std::string first;
  std::smatch found;
  ASSERT_TRUE(becomes([&] {
    first = read_file(home() / "out");
    return std::regex_search(first, found, std::regex("(^|\n)admin key: (clv_\\S+)\n"));
  })) << first;
  EXPECT_NE(first.find(server().url()), std::string::npos);
  auto administrator = server().with_key(found[2]);
  EXPECT_EQ(administrator.get("/v1/keys").status, 200);
  EXPECT_EQ(stop(), 0);
  start();
  std::string second;
  ASSERT_TRUE(becomes([&] {
    second = read_file(home() / "out").substr(first.size());
    return second.find("sync status") != std::string::npos;
  })) << second;
  EXPECT_EQ(second.find("clv_"), std::string::npos) << second;
  EXPECT_NE(second.find(server().url()), std::string::npos);
}

TEST_F(Life, APortThatIsTakenIsSaidAndDoesNotUseUpTheFirstKey) {
  std::filesystem::create_directory(home() / "other");
  const Server other{home() / "other"};
  const auto address = other.url().substr(other.url().find("//") + 2);
  const auto refused = serve(data(), {"--listen", address});
  EXPECT_EQ(refused.exit, 78) << refused.err;
  EXPECT_NE(refused.err.find(address), std::string::npos) << refused.err;
  EXPECT_EQ(refused.out.find("clv_"), std::string::npos) << refused.out;
  start();
  EXPECT_TRUE(becomes([&] {
    return read_file(home() / "out").find("\nadmin key: clv_") != std::string::npos;
  }));
}

TEST_F(Life, TheCommandsThatALaterStartOffersTakeTheKeyFromTheShell) {
  start();
  stop();
  start();
  EXPECT_TRUE(becomes([&] {
    return read_file(home() / "out").find("-H \"Authorization: Bearer $KEY\"") != std::string::npos;
  }));
}

TEST_F(Life, SigtermAnswersWhatIsUnderWayAndExitsWithZero) {
  start();
  constexpr int writers = 4;
  std::atomic<int> acknowledged = 0;
  std::vector<std::thread> threads;
  for (int w = 0; w < writers; ++w) {
    threads.emplace_back([&, w] {
      auto client = server().admin();
      try {
        for (int i = 0;; ++i) {
          const auto email = std::to_string(w) + "-" + std::to_string(i) + "@example.com";
          const auto answer = client.post("/v1/users", bj::object{{"email", email}});
          if (answer.status == 201) {
            ++acknowledged;
          } else {
            EXPECT_EQ(answer.status, 503) << answer.text;
          }
        }
      } catch (const NoAnswer&) {  // its connection is closed, between two requests
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  server().terminate();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(server().wait(), 0);
  EXPECT_GT(acknowledged, 0);
  start();
  std::int64_t users = 0;
  std::string last;
  for (bool more = true; more;) {
    const auto page =
        admin().get("/v1/users?limit=1000" + (last.empty() ? "" : "&starting_after=" + last));
    const auto body = page.json();
    const auto data = body.at("data").elements();
    users += static_cast<std::int64_t>(data.size());
    more = body.at("has_more") == true;
    if (more) last = data.back().at("id").text();
  }
  // Where the connection closed with a request on its way, that one may be there too.
  EXPECT_GE(users, acknowledged);
  EXPECT_LE(users, acknowledged + writers);
}

TEST_F(Life, ALongPollThatWaitsDoesNotHoldAnEndUp) {
  start();
  std::thread reader([this] {
    auto client = server().admin();
    try {
      const auto page = client.get("/v1/events?after=0&types=nothing&wait=30");
      EXPECT_TRUE(page.status == 200 || page.status == 503) << page.text;
    } catch (const NoAnswer&) {
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  const auto asked = std::chrono::steady_clock::now();
  server().terminate();
  EXPECT_EQ(server().wait(), 0);
  reader.join();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds{5});
}

TEST_F(Life, ASecondServerOnTheSameFolderSaysWhoHoldsIt) {
  start();
  const auto second = serve(data(), {"--listen", "127.0.0.1:0"});
  EXPECT_NE(second.exit, 0);
  EXPECT_NE(second.err.find(std::to_string(server().pid())), std::string::npos) << second.err;
  EXPECT_NE(second.err.find(server().url()), std::string::npos) << second.err;
  EXPECT_EQ(admin().get("/readyz").status, 200);
}

TEST_F(Life, AnAddressBeyondThisMachineNeedsTlsOrAWordForIt) {
  const auto refused = serve(data(), {"--listen", "0.0.0.0:0"});
  EXPECT_EQ(refused.exit, 78);
  EXPECT_NE(refused.err.find("http.listen"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("--listen"), std::string::npos) << refused.err;
  EXPECT_FALSE(std::filesystem::exists(data()));
}

struct BadFile {
  const char* text;
  const char* said;  // beside the file's name
};

TEST_F(Life, AWrongConfigurationStopsTheStartNamingFileLineAndKey) {
  const auto file = home() / "cleave.toml";
  for (const auto& [text, said] : {
           BadFile{"[http]\nlisten = \"127.0.0.1:0\"\nthread = 2\n", ":3: http.thread:"},
           BadFile{"[http]\nthreads = 0\n", ":2: http.threads:"},
           BadFile{"[http]\nthreads = \"two\"\n", ":2: http.threads:"},
           BadFile{"[log]\nlevel = \"loud\"\n", ":2: log.level:"},
           BadFile{"[lane\n", ":1"},
           BadFile{"[http]\nthreads = 1\nthreads = 2\n", ":3"},
       }) {
    write_file(file, text);
    const auto refused = serve(data(), {"--config", file});
    EXPECT_EQ(refused.exit, 78) << text;
    EXPECT_NE(refused.err.find(file.string() + said), std::string::npos) << refused.err;
    EXPECT_EQ(std::ranges::count(refused.err, '\n'), 1) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(data())) << text;
  }
  EXPECT_EQ(serve(data(), {"--config", home() / "none.toml"}).exit, 78);
}

TEST_F(Life, AWrongEnvironmentStopsTheStartNamingTheVariable) {
  const auto refused = run_cleave({"serve", "--data", data()}, "", {"CLEAVE_HTTP_THREADS=none"});
  EXPECT_EQ(refused.exit, 78);
  EXPECT_NE(refused.err.find("CLEAVE_HTTP_THREADS"), std::string::npos) << refused.err;
}

TEST_F(Life, AHealthCheckHearsWhetherTheServerOnTheFolderIsReady) {
  const std::vector<std::string> check{"ready", "--data", data()};
  EXPECT_EQ(run_cleave(check).exit, 3) << "no folder";
  start();
  EXPECT_EQ(run_cleave(check).exit, 0);
  kill();
  const auto gone = run_cleave(check);
  EXPECT_EQ(gone.exit, 3);
  EXPECT_NE(gone.err.find("no server listens"), std::string::npos) << gone.err;
}

TEST_F(Life, TheDataFolderIsItsOwnersAlone) {
  start();
  struct stat found {};
  ASSERT_EQ(::stat(data().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 077, 0U);
  ASSERT_EQ(::stat((data() / "cli.key").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 077, 0U);
}

TEST_F(Life, ARestartAfterSigkillNeedsNoHelp) {
  start();
  const auto ada = registered("ada@example.com");
  kill();
  EXPECT_TRUE(std::filesystem::exists(data() / "server.json"));  // what it left behind
  start();
  EXPECT_EQ(customer(ada.at("id"), ada.position()).status, 200);
}

}  // namespace
