#pragma once

#include <string>

#include <sys/types.h>

#include <tests/support/temp_folder.hpp>

namespace test {

// Postgres: a PostgreSQL 15 server of this process alone: own data folder, reachable only through a
// socket in it, not run as root, gone with the process. It does not survive a power cut: no test
// cuts its power.
class Postgres {
 public:
  // Started when first asked for; one per process, for whoever does not stop it.
  static const Postgres& running();

  // One of the test's own, for whoever does; with such lines in its postgresql.conf besides.
  explicit Postgres(std::string settings = {}, bool started = true);
  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  void start(const std::string& flag = "");  // returns when it takes connections
  void stop();    // ends the sessions, in order
  void crash();   // as if killed: it recovers at its next start
  // Who may connect, and how: pg_hba.conf, from the next start on. It is trust for all else.
  void allow(const std::string& lines) const;
  // A file that the server may read and others may not: a certificate's key.
  std::string give_file(const std::string& name, const std::string& text) const;

  std::string log() const;  // what the server said so far

  // Of the socket.
  std::string host() const { return folder_.path().string(); }
  // For libpq, in its key=value form: as the superuser.
  std::string conninfo() const;
  // A schema name that nobody in this process has been given before.
  static std::string fresh_schema();

 private:
  void end(int signal);
  void wait_until_ready();

  TempFolder folder_;
  std::string settings_;
  pid_t server_ = 0;
};

}  // namespace test
