#include <algorithm>
#include <cstddef>
#include <future>
#include <string>

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
  constexpr int users = 4'000;
  const auto file = rows(users);
  const auto import = [&] {
    return run_cleave({"user", "import", "-", "--format", "ndjson", "--json", "--data",
                       gateway.data()}, file);
  };
  auto importing = std::async(std::launch::async, import);
  EXPECT_TRUE(becomes([&] {
    const auto some = admin.get("/v1/users?limit=1000");
    return some.status == 200 && some.json().at("data").size() == 1000;
  }));
  for (auto& process : servers.processes()) {
    if (process->part != "user") continue;
    process->kill(SIGKILL);
    break;
  }
  const auto imported = importing.get();
  ASSERT_EQ(imported.exit, 0) << imported.err;
  const auto counts = Json::parse(imported.out);
  EXPECT_EQ(counts.at("created").number() + counts.at("unchanged").number(), users);
  const auto again = import();
  ASSERT_EQ(again.exit, 0) << again.err;
  EXPECT_EQ(Json::parse(again.out).at("unchanged"), users);
  const auto exported = run_cleave({"user", "export", "--data", gateway.data()});
  ASSERT_EQ(exported.exit, 0) << exported.err;
  EXPECT_EQ(std::ranges::count(exported.out, '\n'), users);
}

}  // namespace
