#pragma once

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <adapters/sql/session.hpp>

namespace contracts {

// How SQLite goes about what this reader has prepared so far: each step of each plan, and how often
// it is there.
inline std::map<std::string, int> plan_steps(sql::Session& reader) {
  auto* const handle =
      static_cast<soci::sqlite3_session_backend*>(reader.connected().get_backend())->conn_;
  std::vector<std::string> statements;
  sqlite_api::sqlite3_stmt* one = nullptr;
  while ((one = sqlite_api::sqlite3_next_stmt(handle, one)) != nullptr) {
    const std::string text = sqlite_api::sqlite3_sql(one);
    if (text.starts_with("SELECT") || text.starts_with("WITH")) statements.push_back(text);
  }
  EXPECT_FALSE(statements.empty());
  std::map<std::string, int> steps;
  for (const auto& text : statements) {
    sqlite_api::sqlite3_stmt* plan = nullptr;
    const auto explain = "EXPLAIN QUERY PLAN " + text;
    EXPECT_EQ(sqlite_api::sqlite3_prepare_v2(handle, explain.c_str(), -1, &plan, nullptr), 0);
    while (sqlite_api::sqlite3_step(plan) == SQLITE_ROW) {
      ++steps[reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(plan, 3))];
    }
    sqlite_api::sqlite3_finalize(plan);
  }
  return steps;
}

}  // namespace contracts
