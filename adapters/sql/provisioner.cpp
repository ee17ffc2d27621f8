#include <adapters/sql/provisioner.hpp>

#include <array>
#include <memory>
#include <utility>

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <adapters/sql/query.hpp>

namespace sql {
namespace {

// To make a database is to copy one.
constexpr int timeout_ms = 60'000;
constexpr std::size_t role_bytes_max = 63;

// Rows of these are written once and for ever, in whichever module has such a table.
constexpr std::array<std::string_view, 4> append_only{"event_log", "log_epoch", "ledger_entry",
                                                      "ledger_posting"};

std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

bool is_true(Session& session, const std::string& condition, std::string_view of = {}) {
  Query query{session, "SELECT (" + condition + ")::int", of.empty() ? "" : "t", "n"};
  if (!of.empty()) query.bind(0, of);
  return query.one() && !query.is_null(0) && query.number(0) != 0;
}

// What the server keeps of a password: it is told no more, and so are its logs.
std::string secret_of(Session& session, const std::string& login, const std::string& password) {
  auto* backend =
      static_cast<soci::postgresql_session_backend*>(session.connected().get_backend());
  const std::unique_ptr<char, decltype(&PQfreemem)> secret{
      PQencryptPasswordConn(backend->conn_, password.c_str(), login.c_str(), "scram-sha-256"),
      PQfreemem};
  if (!secret) throw ProvisionRefused("the password of " + login + " cannot be used");
  return secret.get();
}

}  // namespace

Provisioner::Provisioner(Provision wanted) : wanted_(std::move(wanted)) {
  if (wanted_.owner().size() > role_bytes_max) {
    throw ProvisionRefused("the role " + wanted_.owner() + " has more than 63 bytes");
  }
  const auto maintenance = wanted_.admin.value("dbname");
  Session session{in(maintenance.empty() ? "postgres" : maintenance), Access::writer};
  look_at_server(session);
  if (database_stands_) {
    Session inside{in(wanted_.database), Access::writer};
    look_at_schema(inside);
  }
  make_roles(session);
  make_schema();
}

void Provisioner::look_at_server(Session& session) {
  superuser_ = is_true(session, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user");
  database_stands_ = is_true(
      session, "SELECT count(*) <> 0 FROM pg_database WHERE datname = :name", wanted_.database);
  const auto role = "SELECT count(*) <> 0 FROM pg_roles WHERE rolname = :name";
  login_stands_ = is_true(session, role, wanted_.login);
  owner_stands_ = is_true(session, role, wanted_.owner());
  const auto too_mighty =
      "SELECT count(*) <> 0 FROM pg_roles WHERE rolname = :name AND (rolname = current_user OR "
      "rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)";
  if (is_true(session, too_mighty, wanted_.login)) {
    throw ProvisionRefused("the role " + wanted_.login +
                           " may do more than a service needs: name another as database.url's "
                           "user, which need not exist yet");
  }
}

void Provisioner::look_at_schema(Session& session) {
  Query owner{session,
              "SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = :name",
              "t", "t"};
  schema_stands_ = owner.with(wanted_.schema).one();
  if (!schema_stands_ || owner.text(0) == wanted_.owner()) return;
  throw ProvisionRefused("the schema " + wanted_.schema + " in database " + wanted_.database +
                         " belongs to " + owner.text(0) + " and not to " + wanted_.owner() +
                         ": give it, with its tables, to that role, or name another database");
}

void Provisioner::make_roles(Session& session) {
  const auto login = quoted(wanted_.login);
  const auto owner = quoted(wanted_.owner());
  if (!owner_stands_) add("CREATE ROLE " + owner + " NOLOGIN");
  if (!login_stands_) add("CREATE ROLE " + login + " LOGIN");
  if (!wanted_.password.empty()) {
    const auto set = "ALTER ROLE " + login + " PASSWORD ";
    statements_.push_back(
        {set + "'...'", set + '\'' + secret_of(session, wanted_.login, wanted_.password) + '\''});
  }
  if (!superuser_) add("GRANT " + owner + " TO CURRENT_USER");
}

void Provisioner::make_schema() {
  const auto login = quoted(wanted_.login);
  const auto owner = quoted(wanted_.owner());
  const auto schema = quoted(wanted_.schema);
  const auto database = quoted(wanted_.database);
  add("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
  add("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  add("GRANT CONNECT ON DATABASE " + database + " TO " + login);
  if (!schema_stands_) add("CREATE SCHEMA " + schema + " AUTHORIZATION " + owner);
  add("REVOKE ALL ON SCHEMA " + schema + " FROM PUBLIC");
  add("REVOKE ALL ON SCHEMA " + schema + " FROM " + login);
  add("GRANT USAGE ON SCHEMA " + schema + " TO " + login);
  add("ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " IN SCHEMA " + schema +
      " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + login);
}

std::vector<std::string> Provisioner::statements() const {
  std::vector<std::string> all;
  if (!database_stands_) all.push_back("CREATE DATABASE " + quoted(wanted_.database));
  for (const auto& one : statements_) all.push_back(one.shown);
  return all;
}

void Provisioner::apply() {
  if (!database_stands_) {
    const auto maintenance = wanted_.admin.value("dbname");
    Session session{in(maintenance.empty() ? "postgres" : maintenance), Access::writer};
    session.run("CREATE DATABASE " + quoted(wanted_.database) +
                " TEMPLATE template0 ENCODING 'UTF8'");
  }
  Session session{in(wanted_.database), Access::writer};
  session.begin();
  try {
    session.run("SELECT pg_advisory_xact_lock(hashtextextended('cleave.provision', 0))");
    for (const auto& one : statements_) session.run(one.run);
    check_closed(session);
    session.commit();
  } catch (...) {
    session.rollback();
    throw;
  }
}

// A role that may not revoke is only warned, so the server is asked what came of it.
void Provisioner::check_closed(Session& session) const {
  if (is_true(session, "has_database_privilege('public', current_database(), 'CONNECT') OR "
                       "has_database_privilege('public', current_database(), 'TEMPORARY')")) {
    throw ProvisionRefused("everybody may connect to database " + wanted_.database +
                           ", and the admin's role may not change it: it has to own the database");
  }
}

Postgresql Provisioner::as_owner() const {
  auto at = wanted_.admin;
  const auto options = at.value("options");
  at.set("dbname", wanted_.database);
  at.set("options", (options.empty() ? "" : options + " ") + "-c role=" + wanted_.owner());
  return {.conninfo = at.text(), .schema = wanted_.schema, .timeout_ms = timeout_ms};
}

void Provisioner::grant_tables() {
  Session session{as_owner(), Access::writer};
  const auto login = quoted(wanted_.login);
  const auto schema = quoted(wanted_.schema);
  session.begin();
  try {
    const auto all = " ON ALL TABLES IN SCHEMA " + schema;
    session.run("REVOKE ALL" + all + " FROM PUBLIC, " + login);
    session.run("GRANT SELECT, INSERT, UPDATE, DELETE" + all + " TO " + login);
    // A store that is moved here goes on behind the numbers of its rows.
    session.run("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA " + schema + " TO " +
                login);
    for (const auto table : append_only) {
      const auto name = schema + '.' + std::string(table);
      if (!is_true(session, "to_regclass('" + name + "') IS NOT NULL")) continue;
      session.run("REVOKE UPDATE, DELETE ON " + name + " FROM " + login);
    }
    session.run("REVOKE INSERT, UPDATE, DELETE ON " + schema + ".schema_migration FROM " + login);
    session.commit();
  } catch (...) {
    session.rollback();
    throw;
  }
}

Postgresql Provisioner::in(const std::string& database) const {
  auto at = wanted_.admin;
  at.set("dbname", database);
  return {.conninfo = at.text(), .schema = wanted_.schema, .timeout_ms = timeout_ms};
}

}  // namespace sql
