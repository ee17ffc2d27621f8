#include <adapters/sql/overdue.hpp>

#include <optional>
#include <unordered_map>

#include <sys/socket.h>

#include <adapters/sql/session.hpp>

namespace sql {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds look_every{500};

struct Connection {
  int socket = -1;  // none
  Clock::duration at_most{0};
  int awaiting = 0;
  int patience = 0;
  std::optional<Clock::time_point> deadline;

  void expect() {
    if (socket >= 0 && awaiting > 0 && patience == 0) deadline = Clock::now() + at_most;
  }
};

// The connections of this process' sessions, as far as they have any or want one. SQLite has none.
struct Registry {
  std::mutex mutex;
  std::unordered_map<const Session*, Connection> all;

  template <class Change>
  void change(const Session& session, Change change) {
    if (session.dialect() == Dialect::sqlite) return;
    const std::scoped_lock lock(mutex);
    auto& connection = all[&session];
    change(connection);
    if (connection.socket < 0 && connection.awaiting == 0 && connection.patience == 0) {
      all.erase(&session);
    }
  }
};

// Never destroyed: sessions may outlive whatever is.
Registry& registry() {
  static auto& the_one = *new Registry;
  return the_one;
}

}  // namespace

Awaiting::Awaiting(const Session& session) : session_(session) {
  registry().change(session_, [](Connection& connection) {
    if (++connection.awaiting == 1) connection.expect();
  });
}

Awaiting::~Awaiting() {
  registry().change(session_, [](Connection& connection) {
    if (--connection.awaiting == 0) connection.deadline.reset();
  });
}

Patience::Patience(const Session& session) : session_(session) {
  registry().change(session_, [](Connection& connection) {
    ++connection.patience;
    connection.deadline.reset();
  });
}

Patience::~Patience() {
  registry().change(session_, [](Connection& connection) { --connection.patience; });
}

void connected_by(const Session& session, int socket, std::chrono::milliseconds at_most) {
  registry().change(session, [&](Connection& connection) {
    connection.socket = socket;
    connection.at_most = at_most;
    connection.expect();
  });
}

void disconnected(const Session& session) {
  registry().change(session, [](Connection& connection) {
    connection.socket = -1;
    connection.deadline.reset();
  });
}

std::shared_ptr<OverdueWatch> OverdueWatch::of_this_process() {
  static std::mutex mutex;
  static std::weak_ptr<OverdueWatch> the_one;
  const std::scoped_lock lock(mutex);
  auto watch = the_one.lock();
  if (!watch) the_one = watch = std::make_shared<OverdueWatch>();
  return watch;
}

OverdueWatch::OverdueWatch() : thread_([this] { run(); }) {}

OverdueWatch::~OverdueWatch() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  stopping_.notify_one();
  thread_.join();
}

// Who waits on that socket is told that it ended, and closes it.
void OverdueWatch::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_.wait_for(lock, look_every, [this] { return stopped_; })) {
    const std::scoped_lock all(registry().mutex);
    for (const auto& [session, connection] : registry().all) {
      if (connection.deadline && *connection.deadline < Clock::now()) {
        ::shutdown(connection.socket, SHUT_RDWR);
      }
    }
  }
}

}  // namespace sql
