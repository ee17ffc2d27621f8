#include <adapters/sql/sync/sql_follower_positions.hpp>

#include <adapters/sql/sync/roots_text.hpp>

namespace sql {

namespace {

constexpr std::string_view read =
    "SELECT epoch, log_offset, chain, roots, stopped, clean, revision "
    "FROM follower_position WHERE follower = :follower";

std::optional<sync::FollowerState> state_in(Query& query, const std::string& follower) {
  if (!query.with(follower).one()) return std::nullopt;
  sync::FollowerState state;
  state.epoch = static_cast<sync::Epoch>(query.number(0));
  state.offset = static_cast<sync::Offset>(query.number(1));
  state.chain = parse_chain(query.text(2));
  state.roots = parse_roots(query.text(3));
  state.stopped = query.text(4);
  state.clean = query.number(5) != 0;
  state.revision = static_cast<std::uint64_t>(query.number(6));
  return state;
}

}  // namespace

SqlFollowerPositions::SqlFollowerPositions(Session& session)
    : find_(session, std::string(read), "t", "nntttnn"),
      lock_(session,
            std::string(read) + (session.dialect() == Dialect::postgresql ? " FOR UPDATE" : ""),
            "t", "nntttnn"),
      insert_(session,
              "INSERT INTO follower_position "
              "(epoch, log_offset, chain, roots, stopped, clean, revision, follower) "
              "VALUES (:epoch, :at, :chain, :roots, :stopped, :clean, :revision, :follower) "
              "ON CONFLICT (follower) DO NOTHING",
              "nntttnnt"),
      update_(session,
              "UPDATE follower_position SET epoch = :epoch, log_offset = :at, chain = :chain, "
              "roots = :roots, stopped = :stopped, clean = :clean, revision = :revision "
              "WHERE follower = :follower AND log_offset = :expected",
              "nntttnntn") {}

std::optional<sync::FollowerState> SqlFollowerPositions::find(const std::string& follower) {
  return state_in(find_, follower);
}

std::optional<sync::FollowerState> SqlFollowerPositions::lock(const std::string& follower) {
  return state_in(lock_, follower);
}

void SqlFollowerPositions::save(const std::string& follower, std::optional<sync::Offset> expected,
                                const sync::FollowerState& state) {
  auto& statement = expected ? update_ : insert_;
  statement.with(state.epoch, state.offset, sync::to_hex(state.chain), to_text(state.roots),
                 state.stopped, std::int64_t{state.clean},
                 static_cast<std::int64_t>(state.revision), follower);
  if (expected) statement.bind(8, static_cast<std::int64_t>(*expected));
  if (statement.run() != 1) {
    throw sync::StoreRejected("the position of " + follower + " is not where it was left");
  }
}

}  // namespace sql
