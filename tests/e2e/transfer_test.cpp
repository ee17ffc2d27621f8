#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <tests/e2e/installation.hpp>
#include <tests/e2e/torture_servers.hpp>

// Bodies and files that are larger than any message between processes.
using namespace e2e;

namespace {

constexpr std::size_t body_bytes_max = 1024 * 1024;

using Transfers = Running;

// A request of just that size, which registers somebody.
std::string import_of(const std::string& email, std::size_t bytes) {
  std::string body = R"({"rows":[{"line":1,"email":")" + email + R"("}]})";
  body.insert(body.size() - 1, bytes - body.size(), ' ');
  return body;
}

TEST_F(Transfers, ABodyOfAnySizeThatIsTakenIsTakenWhole) {
  int count = 0;
  for (const std::size_t bytes : {std::size_t{100}, std::size_t{512} * 1024, std::size_t{524289},
                                  std::size_t{1'000'000}, body_bytes_max - 1, body_bytes_max}) {
    const auto email = "u" + std::to_string(++count) + "@example.com";
    const auto answer = admin().send("POST", "/v1/users/import", import_of(email, bytes),
                                     {{"Content-Type", "application/json"}});
    ASSERT_EQ(answer.status, 200) << bytes << ' ' << answer.text;
    EXPECT_EQ(answer.json().at("created"), 1) << bytes;
  }
  EXPECT_EQ(admin().get("/v1/users").json().at("data").size(), static_cast<std::size_t>(count));
}

TEST_F(Transfers, ABodyOfOneByteTooManyIsRefusedByItsSize) {
  const auto answer = admin().send("POST", "/v1/users/import",
                                   import_of("late@example.com", body_bytes_max + 1),
                                   {{"Content-Type", "application/json"}});
  EXPECT_EQ(answer.status, 413) << answer.text;
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.code(), "http.body_too_large");
  EXPECT_EQ(admin().get("/v1/users").json().at("data").size(), 0U);
}

// Each takes effect or is refused for want of room, whatever stands between.
TEST_F(Transfers, ManyLargeBodiesAtOnceAreEachTakenWholeOrRefusedWithoutEffect) {
  std::atomic<std::size_t> taken = 0;
  std::atomic<std::size_t> unknown = 0;  // on a machine that is too busy to answer in time
  std::vector<std::thread> threads;
  for (int t = 0; t < 32; ++t) {
    threads.emplace_back([&, t] {
      auto client = server().admin();
      const auto answer = client.send(
          "POST", "/v1/users/import",
          import_of("u" + std::to_string(t) + "@example.com", body_bytes_max),
          {{"Content-Type", "application/json"}});
      EXPECT_TRUE(answer.status == 200 || answer.status == 503) << answer.text;
      if (answer.status == 200) ++taken;
      if (answer.status == 503 && answer.code() == "sync.outcome_unknown") ++unknown;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_GT(taken, 0U);
  const auto users = admin().get("/v1/users").json().at("data").size();
  EXPECT_GE(users, taken);
  EXPECT_LE(users, taken + unknown);
}

TEST_F(Transfers, AnExportIsOneAnswerWithEveryUserInALine) {
  constexpr int users = 1'000;
  for (int batch = 0; batch < users; batch += 500) {
    bj::array rows;
    for (int i = batch; i < batch + 500; ++i) {
      rows.push_back({{"line", i}, {"email", "u" + std::to_string(i) + "@example.com"}});
    }
    const auto body = bj::object{{"rows", std::move(rows)}};
    ASSERT_EQ(admin().post("/v1/users/import", body).status, 200);
  }
  const auto answer = admin().get("/v1/users/export");
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(answer.header("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(std::ranges::count(answer.text, '\n'), users);
}

// Some two kilobytes each, so that a batch of them is larger than a message.
std::string rows(int users) {
  std::string rows;
  for (int i = 0; i < users; ++i) {
    const auto number = std::to_string(i);
    rows += R"({"email":"u)" + number + R"(@example.com","metadata":{)";
    for (const auto* name : {"a", "b", "c", "d"}) {
      rows += '"' + std::string(name) + R"(":")" + std::string(480, name[0]) + number + R"(",)";
    }
    rows.back() = '}';
    rows += "}\n";
  }
  return rows;
}

TEST(Torture, AnImportGoesOnWhenAnInstanceIsKilledInItsMiddleAndAddsNobodyTwice) {
  TortureServers servers{true};
  servers.wait_until_up(std::chrono::seconds{60});
  const auto& gateway = *servers.doors().front();
  Client admin{*gateway.address(), gateway.key()};
  constexpr int users = 3'000;
  const auto file = rows(users);
  const auto import = [&] {
    return run_cleave({"user", "import", "-", "--format", "ndjson", "--json", "--data",
                       gateway.data()}, file);
  };
  auto importing = std::async(std::launch::async, import);
  EXPECT_TRUE(becomes([&] {
    const auto some = admin.get("/v1/users?limit=1");
    return some.status == 200 && some.json().at("data").size() == 1;
  }, std::chrono::seconds{60}));
  std::vector<Tortured*> instances;
  for (auto& process : servers.processes()) {
    if (process->part == "user") instances.push_back(process.get());
  }
  // Frozen first, so that some of it is surely there when it dies.
  instances.at(0)->freeze();
  importing.wait_for(std::chrono::seconds{2});
  instances.at(0)->kill(SIGKILL);
  const auto imported = importing.get();
  ASSERT_EQ(imported.exit, 0) << imported.err;
  const auto counts = Json::parse(imported.out);
  EXPECT_EQ(counts.at("created").number() + counts.at("unchanged").number(), users);
  const auto again = import();
  ASSERT_EQ(again.exit, 0) << again.err;
  EXPECT_EQ(Json::parse(again.out).at("unchanged"), users);
  // And so does an export: what it asked of the one that is killed, it asks again.
  instances.at(0)->start();
  servers.wait_until_up(std::chrono::seconds{60});
  auto exporting =
      std::async(std::launch::async, [&] { return admin.get("/v1/users/export"); });
  instances.at(1)->kill(SIGKILL);
  const auto exported = exporting.get();
  EXPECT_EQ(exported.status, 200) << exported.text;
  EXPECT_EQ(std::ranges::count(exported.text, '\n'), users);
}

}  // namespace
