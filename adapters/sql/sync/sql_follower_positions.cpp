#include <adapters/sql/sync/sql_follower_positions.hpp>

#include <adapters/sql/sync/roots_text.hpp>

namespace sql {
namespace {

constexpr auto select =
    "SELECT epoch, log_offset, chain, roots, stopped, clean "
    "FROM follower_position WHERE follower = :follower";

}  // namespace

SqlFollowerPositions::SqlFollowerPositions(Session& writer)
    : find_(writer, select, "t", "nntttn"),
      lock_(writer,
            std::string(select) + (writer.dialect() == Dialect::postgresql ? " FOR UPDATE" : ""),
            "t", "nntttn"),
      insert_(writer,
              "INSERT INTO follower_position "
              "(epoch, log_offset, chain, roots, stopped, clean, follower) "
              "VALUES (:epoch, :at, :chain, :roots, :stopped, :clean, :follower) "
              "ON CONFLICT (follower) DO NOTHING",
              "nntttnt"),
      update_(writer,
              "UPDATE follower_position SET epoch = :epoch, log_offset = :at, chain = :chain, "
              "roots = :roots, stopped = :stopped, clean = :clean "
              "WHERE follower = :follower AND log_offset = :expected",
              "nntttntn") {}

std::optional<sync::FollowerState> SqlFollowerPositions::lock(const std::string& follower) {
  return read(lock_, follower);
}

std::optional<sync::FollowerState> SqlFollowerPositions::read(Query& query,
                                                              const std::string& follower) {
  if (!query.with(follower).one()) return std::nullopt;
  sync::FollowerState state;
  state.epoch = static_cast<sync::Epoch>(query.number(0));
  state.offset = static_cast<sync::Offset>(query.number(1));
  state.chain = parse_chain(query.text(2));
  state.roots = parse_roots(query.text(3));
  state.stopped = query.text(4);
  state.clean = query.number(5) != 0;
  return state;
}

void SqlFollowerPositions::save(const std::string& follower, std::optional<sync::Offset> expected,
                                const sync::FollowerState& state) {
  auto& statement = expected ? update_ : insert_;
  statement.with(state.epoch, state.offset, sync::to_hex(state.chain), to_text(state.roots),
                 state.stopped, std::int64_t{state.clean}, follower);
  if (expected) statement.bind(7, static_cast<std::int64_t>(*expected));
  if (statement.run() != 1) {
    throw sync::StoreRejected("the position of " + follower + " is not where it was left");
  }
}

}  // namespace sql
