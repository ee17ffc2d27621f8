#pragma once

#include <cstdint>
#include <string>

#include <tests/bench/libpq.hpp>
#include <tests/bench/reference.hpp>

namespace bench {

// PostgresReference: the reference with libpq on two schemas of one PostgreSQL, as good as blocking
// libpq does it: prepared statements, one for all rows of a table, one round trip each.
class PostgresReference final : private Source, private Replica {
 public:
  static constexpr const char* user_schema = "reference_user";
  static constexpr const char* billing_schema = "reference_billing";

  // On the schemas that make() made.
  explicit PostgresReference(const std::string& conninfo);

  // Makes the schemas, empty, in place of those that are there.
  static void make(const std::string& conninfo);

  Run run(Load load) { return Reference{*this, *this}.run(load); }
  Run catch_up(Load load) { return Reference{*this, *this}.catch_up(load); }
  // As many connections, each registering one user after the other, without a log.
  Run write(std::int64_t events, std::int64_t connections);

 private:
  void begin() override { begin_.run(); }
  void register_user(std::int64_t n) override;
  void commit() override;
  std::int64_t last_offset() override;
  std::int64_t position() override;
  std::int64_t apply_behind(std::int64_t position) override;

  std::string conninfo_;
  PgConnection source_;
  PgConnection reader_;  // the follower's own connection to the source
  PgConnection replica_;
  PgStatement begin_;
  PgStatement commit_;
  PgRows seen_;
  PgRows users_;
  PgRows events_;
  PgRows idempotency_;
  PgStatement read_;
  PgStatement begin_replica_;
  PgStatement commit_replica_;
  PgRows put_;
  PgStatement move_;
};

}  // namespace bench
