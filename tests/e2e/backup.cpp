#include <tests/e2e/backup.hpp>

#include <algorithm>
#include <utility>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <app/modules.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/log_walk.hpp>

namespace e2e {
namespace {

// A backup's files are all there is of them; a data folder's have their log beside them.
sql::Session reading(const std::filesystem::path& folder, const std::string& module) {
  return {sql::Sqlite{.path = (folder / (module + ".db")).string(),
                      .immutable = std::filesystem::exists(folder / "manifest.json")},
          sql::Access::reader};
}

}  // namespace

Ran back_up(const std::filesystem::path& data, const std::filesystem::path& to) {
  return run_cleave({"backup", "--data", data, "--to", to, "--plain"});
}

Traffic::Traffic(const Server& server) {
  for (int number = 0; number < 2; ++number) {
    threads_.emplace_back(
        [this, number, client = server.admin()]() mutable { write(std::move(client), number); });
  }
}

void Traffic::stop() {
  stopping_ = true;
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

std::vector<Traffic::User> Traffic::registered_so_far() const {
  const std::scoped_lock lock(mutex_);
  return users_;
}

void Traffic::write(Client client, int number) {
  for (int no = 0; !stopping_; ++no) {
    const auto name = "traffic-" + std::to_string(number) + "-" + std::to_string(no);
    const auto email = name + "@example.com";
    const auto answer = client.post(
        "/v1/users", bj::value{{"email", email}, {"display_name", name}}, once(name));
    if (answer.status != 201) {
      ++refused_;
      continue;
    }
    const std::scoped_lock lock(mutex_);
    users_.push_back({email, name, answer.text});
    ++acknowledged_;
  }
}

void demand_users(const std::filesystem::path& folder, const std::vector<Traffic::User>& users) {
  auto session = reading(folder, "user");
  sql::Query find{session, "SELECT count(*) FROM app_user WHERE email = :email", "t", "n"};
  for (const auto& user : users) {
    find.with(user.email).one();
    demand(find.number(0) == 1, "an acknowledged user is missing: " + user.email);
  }
}

void demand_positions(const std::filesystem::path& folder) {
  for (const auto& following : app::who_follows_whom()) {
    auto follows = reading(folder, following.module);
    auto followed = reading(folder, following.source);
    const auto state = sql::SqlFollowerPositions{follows}.find(following.follower());
    if (!state) continue;
    sql::SqlLogReader log{followed};
    demand(state->offset <= log.head().offset, following.follower() + " is ahead of its source");
    demand(log.chain_at(state->offset) == state->chain,
           following.follower() + " has another history than its source");
    if (state->offset == 0) continue;
    // It counts some aggregate types; of those its roots are the source's at its own position.
    const auto commits = log.read(0, {.events_max = 1'000'000, .bytes_max = 1'000'000'000});
    const auto at = std::ranges::find(commits, state->offset,
                                      [](const sync::Commit& commit) { return commit.last(); });
    demand(at != commits.end(), following.follower() + " stands inside a commit");
    for (const auto& [type, root] : state->roots) {
      const auto of_source = at->roots.find(type);
      demand(of_source != at->roots.end() && of_source->second == root,
             following.follower() + " holds something else than its source: " + type);
    }
  }
}

}  // namespace e2e
