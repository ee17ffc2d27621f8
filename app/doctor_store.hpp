#pragma once

#include <string>
#include <utility>
#include <vector>

#include <adapters/cli/terminal.hpp>
#include <adapters/sql/session.hpp>
#include <app/findings.hpp>
#include <app/module_store.hpp>

namespace app {

// ExaminedStore: one module's database, open to be looked at; nothing in it is changed. A file is
// this process's alone; on PostgreSQL servers may be at work.
//   Errors  as Session's
struct ExaminedStore {
  ExaminedStore(std::string of_module, const sql::Location& at);

  std::string module;
  sql::Session session;  // of a file the writer's, which closes last
  LogAccess log;
};

struct ExaminedFollower {
  std::string name;
  sync::FollowerState state;
};
// Those of this module that have run.
std::vector<ExaminedFollower> followers_of(ExaminedStore& store);

// How a store is looked at.
struct Look {
  bool deep = false;        // all of the log, all rows; else what is newest
  cli::Terminal& terminal;  // a long look shows its progress there
};

// The store by itself: pages, schema, log, what waits and what was answered, its module's books.
void examine_store(ExaminedStore& store, const Look& look, Findings& findings);

// Whether the source's log holds what a follower has seen: positions and chains are what witnesses
// a log whose rows were changed together with its chain. `source` is null where its database is not
// at hand.
void examine_follower(const ExaminedFollower& follower, ExaminedStore& store,
                      ExaminedStore* source, Findings& findings);

}  // namespace app
