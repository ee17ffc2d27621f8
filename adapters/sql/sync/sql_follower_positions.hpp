#pragma once

#include <adapters/sql/query.hpp>

#include <ports/sync/follower_store.hpp>

namespace sql {

// SqlFollowerPositions: follower_position, inside the store's open transaction; find() also serves
// readers.
class SqlFollowerPositions final : public sync::FollowerPositions {
 public:
  explicit SqlFollowerPositions(Session& session);

  // The row as it stands, locked by nobody here.
  std::optional<sync::FollowerState> find(const std::string& follower);
  std::optional<sync::FollowerState> lock(const std::string& follower) override;
  void save(const std::string& follower, std::optional<sync::Offset> expected,
            const sync::FollowerState& state) override;

 private:
  Query find_;
  Query lock_;
  Query insert_;
  Query update_;
};

}  // namespace sql
