#include <algorithm>

#include <tests/e2e/installation.hpp>

// The command line, against a server and against the folder of one that is stopped.
using namespace e2e;

namespace {

class CommandLine : public Running {
 protected:
  Ran cleave(std::vector<std::string> words, const std::string& input = {}) {
    words.insert(words.end(), {"--data", data()});
    return run_cleave(words, input);
  }
  std::size_t users() {
    const auto listed = cleave({"user", "list", "--limit", "1000", "--json"});
    EXPECT_EQ(listed.exit, 0) << listed.err;
    return Json::parse(listed.out).at("data").size();
  }
};

std::string sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::ranges::sort(lines);
  std::string all;
  for (const auto& line : lines) all += line + '\n';
  return all;
}

TEST_F(CommandLine, AnswersTheSameFromTheServerAndFromTheFolderOfOneThatStopped) {
  const auto ada = registered("ada@example.com");
  registered("bob@example.com");
  customer(ada.at("id"), ada.position());
  const std::vector<std::vector<std::string>> questions = {
      {"user", "list", "--json"},
      {"user", "get", "ada@example.com", "--json"},
      {"user", "search", "b", "--plain"},
      {"user", "export"},
      {"customer", "list", "--json"},
      {"key", "list", "--plain"},
      {"sync", "parked", "list"},
      {"user", "get", "nobody@example.com"},
  };
  std::vector<Ran> from_server;
  for (const auto& words : questions) from_server.push_back(cleave(words));
  ASSERT_EQ(stop(), 0);
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto from_folder = cleave(questions[i]);
    EXPECT_EQ(from_folder.exit, from_server[i].exit) << questions[i][1] << from_folder.err;
    EXPECT_EQ(from_folder.out, from_server[i].out) << questions[i][1];
  }
  EXPECT_EQ(from_server[0].exit, 0);
  EXPECT_EQ(from_server.back().exit, 4);
  EXPECT_NE(from_server[0].err.find("server http://"), std::string::npos);
}

TEST_F(CommandLine, WritesToTheFolderOfAStoppedServerAreThereWhenItStarts) {
  ASSERT_EQ(stop(), 0);
  const auto done = cleave({"user", "register", "ada@example.com", "--json"});
  ASSERT_EQ(done.exit, 0) << done.err;
  start();
  const auto listed = admin().get("/v1/customers").json();
  ASSERT_EQ(listed.at("data").size(), 1U);
  EXPECT_EQ(listed.at("data").at(0).at("email"), "ada@example.com");
}

TEST_F(CommandLine, AMistakeIsSaidInOneLineAndChangesNothing) {
  struct Mistake {
    std::vector<std::string> words;
    int exit;
  };
  for (const auto& [words, exit] : {
           Mistake{{"user", "list", "--nonsense"}, 2},
           Mistake{{"user", "list", "--limit"}, 2},
           Mistake{{"user", "list", "--limit", "many"}, 2},
           Mistake{{"user", "list", "--limit", "0"}, 2},
           Mistake{{"usr", "list"}, 2},
           Mistake{{"user", "register"}, 2},
       }) {
    const auto ran = run_cleave(words);
    EXPECT_EQ(ran.exit, exit) << words.back() << ran.err;
    EXPECT_EQ(ran.out, "") << words.back();
    EXPECT_NE(ran.err, "") << words.back();
  }
  EXPECT_EQ(users(), 0U);
}

TEST_F(CommandLine, AFileImportedTwiceChangesNothingTheSecondTime) {
  std::string file;
  for (int i = 0; i < 1200; ++i) {
    file += R"({"email":"u)" + std::to_string(i) + R"(@example.com","display_name":"U )" +
            std::to_string(i) + R"(","metadata":{"n":")" + std::to_string(i) + "\"}}\n";
  }
  write_file(home() / "users.ndjson", file);
  const auto first = cleave({"user", "import", home() / "users.ndjson", "--json"});
  ASSERT_EQ(first.exit, 0) << first.err;
  EXPECT_EQ(Json::parse(first.out).at("created"), 1200);
  const auto head = admin().get("/v1/sync").json().at("logs");
  const auto again = cleave({"user", "import", home() / "users.ndjson", "--json"});
  ASSERT_EQ(again.exit, 0) << again.err;
  EXPECT_EQ(Json::parse(again.out).at("unchanged"), 1200);
  EXPECT_EQ(Json::parse(again.out).at("created"), 0);
  EXPECT_EQ(admin().get("/v1/sync").json().at("logs").at(0).at("chain"), head.at(0).at("chain"));
}

TEST_F(CommandLine, ADryRunCountsAndChangesNothing) {
  const std::string rows = "email,display_name\na@example.com,A\nb@example.com,B\n";
  const auto dry = cleave({"user", "import", "-", "--format", "csv", "--dry-run", "--json"}, rows);
  ASSERT_EQ(dry.exit, 0) << dry.err;
  EXPECT_EQ(Json::parse(dry.out).at("created"), 2);
  EXPECT_EQ(users(), 0U);
}

TEST_F(CommandLine, BadRowsAreNamedByTheirLinesAndTheOthersAreTaken) {
  const std::string rows =
      "email,display_name\na@example.com,A\nno address,B\nA@EXAMPLE.com,C\nd@example.com,D\n";
  const auto ran = cleave({"user", "import", "-", "--format", "csv", "--json"}, rows);
  EXPECT_EQ(ran.exit, 1) << ran.err;
  const auto counts = Json::parse(ran.out);
  EXPECT_EQ(counts.at("read"), 4);
  EXPECT_EQ(counts.at("created"), 2);
  EXPECT_EQ(counts.at("failed"), 2);
  EXPECT_NE(ran.err.find("line 3:"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("line 4:"), std::string::npos) << ran.err;
  EXPECT_EQ(users(), 2U);
}

TEST_F(CommandLine, WhatIsExportedCanBeImportedElsewhereAndExportsTheSame) {
  for (int i = 0; i < 30; ++i) {
    admin().post("/v1/users", bj::object{{"email", "u" + std::to_string(i) + "@example.com"},
                                         {"display_name", "Ünïcode \"quoted\", " +
                                                              std::to_string(i)},
                                         {"locale", "de"},
                                         {"metadata", bj::object{{"k", "v,\"w\""}}}});
  }
  const auto exported = cleave({"user", "export"});
  ASSERT_EQ(exported.exit, 0) << exported.err;
  const auto other = home() / "other";
  std::filesystem::create_directory(other);
  Server second{other};
  const auto import = [&](const std::string& text) {
    return run_cleave({"user", "import", "-", "--format", "ndjson", "--json", "--data",
                       other / "data"}, text);
  };
  const auto imported = import(exported.out);
  ASSERT_EQ(imported.exit, 0) << imported.err;
  EXPECT_EQ(Json::parse(imported.out).at("created"), 30);
  const auto back = run_cleave({"user", "export", "--data", other / "data"});
  const auto facts = [](const std::string& ndjson) {
    std::string lines;
    for (std::size_t at = 0; at < ndjson.size();) {
      const auto end = ndjson.find('\n', at);
      auto user = bj::parse(ndjson.substr(at, end - at)).as_object();
      for (const auto* own : {"id", "version", "created_at", "updated_at"}) user.erase(own);
      lines += bj::serialize(user) + '\n';
      at = end + 1;
    }
    return sorted_lines(lines);
  };
  EXPECT_EQ(facts(back.out), facts(exported.out));
}

TEST_F(CommandLine, TheConfigurationIsShownWithItsOrigins) {
  write_file(home() / "cleave.toml", "[http]\nthreads = 3\n");
  const auto shown = run_cleave({"config", "--config", home() / "cleave.toml", "--json"}, "",
                                {"CLEAVE_READ_THREADS=5"});
  ASSERT_EQ(shown.exit, 0) << shown.err;
  EXPECT_NE(shown.out.find((home() / "cleave.toml").string() + ":2"), std::string::npos);
  EXPECT_NE(shown.out.find("CLEAVE_READ_THREADS"), std::string::npos);
}

TEST_F(CommandLine, WatchesWhoFollowsWhomOnceAnInterval) {
  registered("ada@example.com");
  ASSERT_TRUE(becomes([this] { return settled(); }));
  const auto watched = cleave({"sync", "status", "--watch", "--times", "2", "--json"});
  ASSERT_EQ(watched.exit, 0) << watched.err;
  const auto second = watched.out.find('\n') + 1;
  const auto status = Json::parse(watched.out.substr(second));
  EXPECT_EQ(status.at("logs").size(), 4U);
  EXPECT_EQ(status.at("followers").size(), 6U);
  for (const auto& log : status.at("logs").elements()) EXPECT_EQ(log.at("events_per_s"), 0);
}

}  // namespace
