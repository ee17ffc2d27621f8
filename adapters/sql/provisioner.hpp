#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <adapters/sql/conninfo.hpp>
#include <adapters/sql/session.hpp>

namespace sql {

// What stands on the server is not what could be provisioned; the text says what to do.
struct ProvisionRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Provision: what a module is to have on a PostgreSQL server.
struct Provision {
  Conninfo admin;         // how to connect as a role that may make roles, databases and schemas
  std::string database;   // the module's, or several modules'
  std::string schema;
  std::string login;      // the role that the service connects as
  std::string password;   // of it; empty: none is set
  std::string owner() const { return login + "_owner"; }  // whom schema and tables belong to
};

// Provisioner: makes a module's database, schema and roles, with no more rights than are needed.
//   Owner    may not log in; owns the schema and its tables, so it alone may migrate
//   Login    reads and writes the tables and makes none; adds to what is append-only (the event log
//            and its epochs, the ledger) and never changes it; reads which migrations are in place
//   Others   may not connect to the database; whoever else may use it is to be told so by GRANT
//   Errors   the constructor and apply throw ProvisionRefused, and as Session
class Provisioner {
 public:
  // Looks at what is there, and changes nothing.
  explicit Provisioner(Provision wanted);

  // What apply() runs, in order, fit to be shown: a password is left out.
  std::vector<std::string> statements() const;
  // Whether the schema is there already, so that it can be looked into.
  bool stands() const { return schema_stands_; }

  // May be said again, also where somebody changed rights by hand meanwhile.
  void apply();
  // Behind apply(): where migrations are applied, as the owner.
  Postgresql as_owner() const;
  // Behind the migrations: rights on the tables, those of append-only ones less.
  void grant_tables();

 private:
  struct Statement {
    std::string shown;
    std::string run;
  };

  void look_at_server(Session& session);
  void look_at_schema(Session& session);
  void make_roles(Session& session);
  void make_schema();
  void add(std::string sql) { statements_.push_back({sql, sql}); }
  Postgresql in(const std::string& database) const;
  void check_closed(Session& session) const;

  Provision wanted_;
  bool superuser_ = false;
  bool database_stands_ = false;
  bool login_stands_ = false;
  bool owner_stands_ = false;
  bool schema_stands_ = false;
  std::vector<Statement> statements_;
};

}  // namespace sql
