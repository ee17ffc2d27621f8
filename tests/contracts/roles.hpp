#pragma once

#include <optional>
#include <string>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/provisioner.hpp>
#include <adapters/sql/query.hpp>

#include <ports/sync/store_errors.hpp>
#include <tests/support/postgres.hpp>

namespace contracts {

// ServedModule: a module's schema as `cleave migrate` provisions it, and its service's role.
struct ServedModule {
  ServedModule(const test::Postgres& server, std::string in_database, std::string of_module,
               std::string password = {})
      : host(server.host()), database(std::move(in_database)), module(std::move(of_module)) {
    wanted = {.admin = sql::Conninfo::parse("user=postgres host=" + host).value(),
              .database = database,
              .schema = module,
              .login = database + '_' + module,
              .password = std::move(password)};
    provision();
  }

  void provision() {
    sql::Provisioner provisioner{wanted};
    provisioner.apply();
    owner = provisioner.as_owner();
    sql::Session migrating{owner, sql::Access::writer};
    sql::Migrator{migrating}.apply_all(module, shared::from_unix_ms(1'000));
    provisioner.grant_tables();
  }
  // The service's, in its own database or in another.
  sql::Postgresql service(const std::optional<std::string>& in_database = {}) const {
    return {.conninfo = "host=" + host + " user=" + wanted.login +
                        " dbname=" + in_database.value_or(database),
            .schema = module};
  }

  std::string host;
  std::string database;
  std::string module;
  sql::Provision wanted;
  sql::Postgresql owner;
};

// The state with which the server refuses a statement; "" where it does not.
inline std::string refusal(sql::Session& session, const std::string& statement) {
  try {
    session.run(statement);
    return "";
  } catch (const sync::StoreFailure& failure) {
    const std::string text = failure.what();
    return text.substr(std::string{"postgresql "}.size(), 5);
  }
}
inline constexpr auto may_not = "42501";  // insufficient_privilege

}  // namespace contracts
