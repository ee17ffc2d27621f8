#include <signal.h>

#include <charconv>

#include <tests/e2e/child.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/poison.hpp>

// `cleave demo`, as a newcomer runs it.
using namespace e2e;

namespace {

namespace fs = std::filesystem;

std::string temporary(const test::TempFolder& folder) {
  return "TMPDIR=" + folder.path().string();
}

// The process that holds the demo's data folder.
pid_t server_in(const fs::path& temporaries) {
  pid_t pid = 0;
  for (const auto& entry : fs::directory_iterator{temporaries}) {
    if (!entry.is_directory()) continue;
    const auto text = read_file(entry.path() / "LOCK");
    std::from_chars(text.data(), text.data() + text.size(), pid);
  }
  return pid;
}

TEST(Demo, SeesAllThatItClaimsAndLeavesNothingBehind) {
  const test::TempFolder temporaries;
  const auto ran = run_cleave({"demo", "--users", "300"}, {}, {temporary(temporaries)});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.out.find("✗"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(temporaries.path()));
}

TEST(Demo, KeepsTheFolderThatItWasGiven) {
  const test::TempFolder home;
  const auto data = home.path() / "demo";
  EXPECT_EQ(run_cleave({"demo", "--users", "100", "--data", data}).exit, 0);
  const auto users = run_cleave({"user", "list", "--limit", "1", "--json", "--data", data});
  EXPECT_EQ(users.exit, 0) << users.err;
  const auto past_due = run_cleave(
      {"subscription", "list", "--status", "past_due", "--json", "--data", data});
  EXPECT_EQ(past_due.exit, 0) << past_due.err;
  EXPECT_NE(past_due.out.find("\"past_due\""), std::string::npos) << past_due.out;
  EXPECT_EQ(run_cleave({"demo", "--data", data}).exit, 5) << "the folder is not empty now";
}

TEST(Demo, FailsWhereOneOfItsClaimsDoesNotHold) {
  const test::TempFolder home;
  const auto data = home.path() / "demo";
  const auto out = home.path() / "out";
  const auto screen = [&] { return read_file(out); };
  Child demo{{.words = {CLEAVE_BINARY, "demo", "--users", "100", "--data", data}, .out = out}};
  ASSERT_TRUE(becomes([&] { return screen().find("Facts flow") != std::string::npos; }));
  capture_twice(data, "sim_double");
  EXPECT_EQ(demo.wait(std::chrono::seconds{120}), 1);
  EXPECT_NE(screen().find("✗ NOT SO: the gateway's own book"), std::string::npos) << screen();
}

TEST(Demo, TakesItsServerAndItsFolderWithItWhenItIsInterrupted) {
  const test::TempFolder temporaries;
  const auto out = temporaries.path() / "out";
  const auto screen = [&] { return read_file(out); };
  Child demo{{.words = {CLEAVE_BINARY, "demo"}, .environment = {temporary(temporaries)},
              .out = out}};
  ASSERT_TRUE(becomes([&] { return screen().find("writes, 3 times") != std::string::npos; }));
  const auto server = server_in(temporaries.path());
  ASSERT_GT(server, 0);
  ASSERT_EQ(::kill(server, 0), 0);
  demo.signal(SIGINT);
  EXPECT_EQ(demo.wait(std::chrono::seconds{20}), 128 + SIGINT);
  EXPECT_EQ(::kill(server, 0), -1);
  fs::remove(out);
  EXPECT_TRUE(fs::is_empty(temporaries.path()));
}

}  // namespace
