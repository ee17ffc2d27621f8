#pragma once

#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <adapters/sql/location.hpp>
#include <tests/e2e/child.hpp>
#include <tests/e2e/client.hpp>
#include <tests/support/nats_server.hpp>
#include <tests/support/postgres.hpp>
#include <tests/support/tcp_proxy.hpp>
#include <tests/support/temp_folder.hpp>

namespace e2e {

// Tortured: one process of an installation, and its ways to the database and to the broker.
class Tortured {
 public:
  // `part` is what it serves: "" is every module. `folder` is its own.
  Tortured(std::string name, std::string part, std::filesystem::path folder,
           const test::Postgres& postgres, const test::NatsServer& broker);

  void start();
  void kill(int signal);  // and waits for its end; SIGTERM ends it in order
  void freeze() { child_->signal(SIGSTOP); }
  void thaw() { child_->signal(SIGCONT); }
  bool runs() { return child_ && !child_->wait(std::chrono::milliseconds{0}); }
  // It says where it listens.
  bool listens() const;
  // Where it listened last; any thread. Nothing where it never did.
  std::optional<std::string> address() const;
  std::string key() const;
  std::string said() const { return read_file(folder_ / "err"); }
  std::filesystem::path data() const { return folder_ / "data"; }

  const std::string name;
  const std::string part;
  test::TcpProxy to_database;
  test::TcpProxy to_broker;

 private:
  std::filesystem::path folder_;
  std::optional<Child> child_;
};

// TortureServers: a PostgreSQL, a nats-server and the processes of one installation on them.
class TortureServers {
 public:
  // Two instances of everything; or a gateway and two instances each of user and billing.
  explicit TortureServers(bool split);

  sql::Location database(const std::string& module) const;
  // Those whom clients ask.
  std::vector<Tortured*> doors();
  std::vector<std::unique_ptr<Tortured>>& processes() { return processes_; }

  // Nothing is wrong any more: the servers run, all ways are whole, nothing is frozen.
  void heal();
  // Every process listens (those that ended are started again), and each door is ready and
  // reaches all modules.
  void wait_until_up(std::chrono::seconds at_most);
  // No follower is behind its log, and none of them stopped; who is behind, else.
  std::string behind() const;
  // The end of what each process said.
  std::string last_words() const;

  test::Postgres postgres;
  test::NatsServer broker{{}, "10GB"};
  bool postgres_runs = true;
  bool broker_runs = true;
  int ended_by_themselves = 0;

 private:
  test::TempFolder folder_;
  std::vector<std::unique_ptr<Tortured>> processes_;
};

}  // namespace e2e
