#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <adapters/sql/session.hpp>

#include <ports/sync/follower_store.hpp>
#include <sync/domain/event.hpp>

namespace sql {

// StoreFacts: what a module's database says of itself, as far as it can be compared with others and
// with a later look.
struct StoreFacts {
  struct Follower {
    std::string name;  // "billing-follows-user"
    sync::Epoch epoch = 1;
    sync::Offset offset = 0;
    sync::Hash256 chain;  // of the source, there

    bool operator==(const Follower&) const = default;
  };
  struct Migration {
    std::string module;  // "sync" for what every module has
    std::int64_t version = 0;
    std::string name;

    bool operator==(const Migration&) const = default;
  };

  std::map<std::string, std::uint64_t> rows;  // of each table
  std::optional<sync::Head> head;             // of its log; none where the database is no module's
  std::vector<sync::EpochStart> epochs;
  std::vector<Follower> followers;
  std::vector<Migration> migrations;

  bool operator==(const StoreFacts&) const = default;
};

// Of a SQLite database. Errors: what ports/sync/store_errors.hpp says
StoreFacts facts_of(Session& session);

}  // namespace sql
