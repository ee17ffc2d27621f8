#include <tests/bench/libpq.hpp>

#include <cstdlib>
#include <stdexcept>

namespace bench {
namespace {

PgAnswer checked(PGconn* connection, PGresult* result) {
  PgAnswer answer{result};
  const auto status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return answer;
  throw std::runtime_error(PQerrorMessage(connection));
}

std::string unnest(std::string_view types) {
  std::string out = "unnest(";
  for (std::size_t i = 0; i < types.size(); ++i) {
    out += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
    out += types[i] == 't' ? "::text[]" : "::bigint[]";
  }
  return out + ")";
}

}  // namespace

int PgAnswer::changed() const { return std::atoi(PQcmdTuples(result_.get())); }

std::string_view PgAnswer::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PgAnswer::number(int row, int column) const {
  return std::atoll(PQgetvalue(result_.get(), row, column));
}

PgConnection::PgConnection(const std::string& conninfo, const std::string& schema)
    : handle_(PQconnectdb(conninfo.c_str()), PQfinish) {
  if (PQstatus(handle()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(handle()));
  run("SET search_path = " + schema + "; SET client_min_messages = warning");
  // As Cleave has them: without these the reference slows down as its tables grow.
  run("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off");
}

PgAnswer PgConnection::run(const std::string& sql) {
  return checked(handle(), PQexec(handle(), sql.c_str()));
}

PgStatement::PgStatement(PgConnection& connection, std::string name, const std::string& sql)
    : connection_(connection), name_(std::move(name)) {
  auto* const handle = connection_.handle();
  checked(handle, PQprepare(handle, name_.c_str(), sql.c_str(), 0, nullptr));
}

PgAnswer PgStatement::run(const std::vector<std::string>& values) {
  std::vector<const char*> texts;
  for (const auto& value : values) texts.push_back(value.c_str());
  auto* const handle = connection_.handle();
  return checked(handle, PQexecPrepared(handle, name_.c_str(), static_cast<int>(texts.size()),
                                        texts.data(), nullptr, nullptr, 0));
}

PgRows::PgRows(PgConnection& connection, const std::string& name, std::string_view types,
               std::string_view before, std::string_view after)
    : columns_(types.size()),
      statement_(connection, name,
                 std::string{before} + unnest(types) + std::string{after}) {}

PgAnswer PgRows::flush() {
  std::vector<std::string> values;
  for (auto& column : columns_) {
    values.push_back(std::move(column.closed()));
    column.clear();
  }
  return statement_.run(values);
}

}  // namespace bench
