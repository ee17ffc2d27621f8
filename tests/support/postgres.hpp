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
  // Started when first asked for; one per process.
  static const Postgres& running();

  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  // For libpq, in its key=value form.
  std::string conninfo() const;
  // A schema name that nobody in this process has been given before.
  static std::string fresh_schema();

 private:
  Postgres();
  void wait_until_ready() const;

  TempFolder folder_;
  pid_t server_ = 0;
};

}  // namespace test
