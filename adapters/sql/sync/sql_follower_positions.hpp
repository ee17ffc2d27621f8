#pragma once

#include <adapters/sql/query.hpp>

#include <ports/sync/follower_store.hpp>

namespace sql {

// SqlFollowerPositions: follower_position, inside the store's open transaction; find() also outside
// of one, and on a reader's session.
class SqlFollowerPositions final : public sync::FollowerPositions {
 public:
  explicit SqlFollowerPositions(Session& writer);

  std::optional<sync::FollowerState> find(const std::string& follower) {
    return read(find_, follower);
  }
  std::optional<sync::FollowerState> lock(const std::string& follower) override;
  void save(const std::string& follower, std::optional<sync::Offset> expected,
            const sync::FollowerState& state) override;

 private:
  static std::optional<sync::FollowerState> read(Query& query, const std::string& follower);

  Query find_;
  Query lock_;
  Query insert_;
  Query update_;
};

}  // namespace sql
