#pragma once

#include <adapters/sql/query.hpp>

#include <ports/sync/follower_store.hpp>

namespace sql {

// SqlFollowerPositions: follower_position, inside the store's open transaction.
class SqlFollowerPositions final : public sync::FollowerPositions {
 public:
  explicit SqlFollowerPositions(Session& writer);

  std::optional<sync::FollowerState> lock(const std::string& follower) override;
  void save(const std::string& follower, std::optional<sync::Offset> expected,
            const sync::FollowerState& state) override;

 private:
  Query lock_;
  Query insert_;
  Query update_;
};

}  // namespace sql
