#pragma once

#include <memory>
#include <vector>

#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <tests/instances/instance.hpp>

namespace instances {

inline constexpr std::chrono::seconds patience{60};

// Witness: looks at the stores from outside while instances live on them, and judges them after.
class Witness {
 public:
  explicit Witness(const Stores& at);

  sync::Head head();
  // Where billing's follower stands; 0 where it never ran.
  sync::Offset followed();
  // How long it takes until the follower stands behind there; patience is the bound.
  std::chrono::milliseconds until_followed(sync::Offset beyond);

  // Both logs are dense and chained; each answer is true; each of user's events was taken over
  // once, in order, and the copy weighs what user has.
  void judge(const std::vector<Answer>& answers);

 private:
  std::vector<sync::Event> all_of(sql::SqlLogReader& log);

  sql::Session user_;
  sql::Session billing_;
  sql::SqlLogReader user_log_{user_};
  sql::SqlLogReader billing_log_{billing_};
  sql::SqlFollowerPositions positions_{billing_};
};

}  // namespace instances
