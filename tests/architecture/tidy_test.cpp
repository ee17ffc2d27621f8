#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <tests/architecture/tidy.hpp>

namespace architecture {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_ours(const fs::path& path) {
  static const std::set<std::string> suffixes{".cpp", ".hpp", ".cmake", ".sql", ".md", ".txt", ""};
  return suffixes.contains(path.extension().string());
}

// Every file of the repository that people write.
std::set<std::string> paths_of_the_repository() {
  const fs::path root = CLEAVE_REPOSITORY;
  std::set<std::string> paths{"CMakeLists.txt", "README.md", "dev", ".ci/run"};
  for (const char* folder :
       {"modules", "ports", "adapters", "app", "migrations", "tests", "cmake", "docs"}) {
    for (fs::recursive_directory_iterator i(root / folder), end; i != end; ++i) {
      if (i->path().filename() == "node_modules") i.disable_recursion_pending();
      if (i->is_regular_file() && is_ours(i->path())) {
        paths.insert(i->path().lexically_relative(root).string());
      }
    }
  }
  return paths;
}

std::string times(int count, const std::string& text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

std::string rules_broken_by(const std::string& path, const std::string& text,
                            const std::set<std::string>& paths = {}) {
  std::string rules;
  for (const Finding& finding : findings_in(SourceText(path, text), paths)) {
    rules += (rules.empty() ? "" : ", ") + finding.rule;
  }
  return rules;
}

TEST(Tidy, TheRepositoryKeepsEveryRule) {
  const auto paths = paths_of_the_repository();
  EXPECT_GT(paths.size(), 100U);
  for (const std::string& path : paths) {
    const SourceText source(path, read(fs::path(CLEAVE_REPOSITORY) / path));
    for (const auto& [place, rule] : findings_in(source, paths)) {
      ADD_FAILURE() << place << ": " << rule;
    }
  }
}

struct Sample {
  const char* path;
  std::string broken;
  std::string kept;
  const char* rule;
};

// Each rule is shown a text that breaks it and the nearest text that keeps it.
std::vector<Sample> samples() {
  const std::string port = "#pragma once\nclass P {\n  virtual ~P() = 0;\n";
  const std::string body = "int f() {\n";
  return {
      {"app/a.cpp", "//" + times(99, "x"), "//" + times(98, "\u00e4"),
       "a line has at most 100 columns"},
      {"app/a.cpp", times(301, "\n"), times(300, "\n"), "a file has at most 300 lines"},
      {"tests/app/a.cpp", times(401, "\n"), times(400, "\n"), "a file has at most 400 lines"},
      {"app/a.cpp", body + times(59, "  {}\n") + "}\n", body + times(58, "  {}\n") + "}\n",
       "a function has at most 60 lines"},
      {"app/a.cpp", "A::A() : b_{1} {\n" + times(59, "\n") + "}", "A::A() : b_{1} {\n}",
       "a function has at most 60 lines"},
      {"ports/user/p.hpp", port + times(6, "  virtual int m(int) const = 0;\n") + "};\n",
       port + times(5, "  virtual int m(int) const = 0;\n") + "};\n",
       "a port has at most 5 methods"},
      {"app/a.cpp", "#include \"app/b.hpp\"", "#include <app/b.hpp>",
       "an include names the path in <>, without \"..\""},
      {"app/a.cpp", "#include <app/../b.hpp>", "// \"..\"",
       "an include names the path in <>, without \"..\""},
      {"modules/user/domain/a.cpp", "#include <boost/json.hpp>", "#include <ports/user/users.hpp>",
       "modules and ports include the standard library only"},
      {"ports/user/a.cpp", "#include <sodium.h>", "#include <cstdint>",
       "modules and ports include the standard library only"},
      {"modules/user/domain/a.cpp", "#include <iostream>", "#include <ostream>",
       "modules and ports have no I/O, thread or randomness"},
      {"modules/user/domain/a.cpp", "auto t = std::chrono::system_clock::now();",
       "// not system_clock::now()", "time, chance and threads come through ports"},
      {"modules/user/domain/a.cpp", "std::random_device d;", "auto s = \"random_device\";",
       "time, chance and threads come through ports"},
      {"ports/user/a.cpp", "std::thread t;", "std::size_t thread;",
       "time, chance and threads come through ports"},
      {"modules/billing/domain/a.cpp", "double amount = 12;", "int amount = 12;  // double entry",
       "money is no floating point"},
      {"ports/billing/a.cpp", "return n * 0.19;", "return n * 19 / 100;",
       "money is no floating point"},
      {"modules/billing/domain/a.cpp", "auto n = std::stod(text);", "auto n = std::stoll(text);",
       "money is no floating point"},
      {"app/a.cpp", "run(\"select id from users\");", "run(\"select a plan\");",
       "SQL lives in adapters and migrations"},
      {"modules/user/domain/a.cpp", "R\"(INSERT INTO users values (1))\"", "\"insert it\"",
       "SQL lives in adapters and migrations"},
      {"dev", std::string("# TO") + "DO later", "# done", "nothing is left for later"},
      {"app/a.cpp", "co_await run([x] { x(); });", "auto f = [x] { x(); };\nco_await run(f);",
       "a co_await expression holds no lambda and no braces: name them first"},
      {"app/a.cpp", "co_await run(\n    Command{.a = 1});", "while (co_await more()) { x[1] = 2; }",
       "a co_await expression holds no lambda and no braces: name them first"},
      {"app/a.hpp", "int x;", "#pragma once\nint x;", "a header opens with #pragma once"},
  };
}

TEST(Tidy, EveryRuleIsSeenToFailAndToHold) {
  for (const auto& [path, broken, kept, rule] : samples()) {
    EXPECT_EQ(rules_broken_by(path, broken), rule) << path << ":\n" << broken;
    EXPECT_EQ(rules_broken_by(path, kept), "") << path << ":\n" << kept;
  }
}

TEST(Tidy, ASourceThatHasAHeaderIncludesItFirst) {
  const std::set<std::string> paths{"modules/user/domain/email.hpp"};
  const std::string path = "modules/user/domain/email.cpp";
  const std::string own = "#include <user/domain/email.hpp>\n";
  EXPECT_EQ(rules_broken_by(path, "#include <string>\n" + own, paths),
            "a source includes its own header first");
  EXPECT_EQ(rules_broken_by(path, own + "#include <string>\n", paths), "");
  EXPECT_EQ(rules_broken_by("modules/user/domain/other.cpp", "#include <string>\n", paths), "");
}

TEST(Tidy, AFindingNamesItsFileAndLine) {
  const auto found = findings_in(SourceText("app/a.cpp", "\n\nco_await f(T{});\n"), {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place, "app/a.cpp:3");
}

}  // namespace
}  // namespace architecture
