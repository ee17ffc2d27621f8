#include <adapters/sql/pipeline.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

[[noreturn]] void throw_lost(PGconn* on) {
  throw soci::postgresql_soci_error(PQerrorMessage(on), "08006");
}

[[noreturn]] void throw_failed(const PgAnswer& answer) {
  const auto* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
  throw soci::postgresql_soci_error(PQresultErrorMessage(answer.get()),
                                    state != nullptr ? state : "     ");
}

// The next statement's answer, and the null that ends it.
PgAnswer next_answer(PGconn* on) {
  PgAnswer answer{PQgetResult(on), PQclear};
  if (!answer) throw_lost(on);
  while (PQstatus(on) == CONNECTION_OK) {
    const PgAnswer more{PQgetResult(on), PQclear};
    if (!more) break;
  }
  return answer;
}

// libpq sends on its own what is more than 64 KiB. A server that was sent something, and not yet
// the end of a group of statements, counts neither the statement's time nor the transaction's: of a
// process that is frozen then, it would hold the locks for as long as that lasts.
constexpr std::size_t large = 4 * 1024;
// Stands for the number of rows where not a statement was sent, but the end of a group. In a failed
// transaction the server refuses the groups that follow, as it skips the rest of the failed one.
constexpr auto end_of_group = static_cast<std::size_t>(-1);

std::size_t bytes_of(const std::vector<const char*>& values) {
  std::size_t bytes = 0;
  for (const char* value : values) bytes += value != nullptr ? std::strlen(value) : 0;
  return bytes;
}

bool failed(const PgAnswer& answer) {
  const auto status = PQresultStatus(answer.get());
  return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}

}  // namespace

void Pipeline::send(PGconn* on, const std::string& statement,
                    const std::vector<const char*>& values, Then then) {
  on_ = on;
  const bool ready = PQpipelineStatus(on) == PQ_PIPELINE_ON || PQenterPipelineMode(on) == 1;
  if (!ready || PQsendQueryPrepared(on, statement.c_str(), static_cast<int>(values.size()),
                                    values.data(), nullptr, nullptr, 0) != 1) {
    throw_lost(on);
  }
  sent_.push_back(std::move(then));
  if (bytes_of(values) < large) return;
  if (PQpipelineSync(on) != 1) throw_lost(on);
  sent_.push_back(Then{.changes = end_of_group, .take = {}});
}

bool Pipeline::counts() const {
  return std::ranges::any_of(
      sent_, [](const Then& then) { return then.changes && then.changes != end_of_group; });
}

PgAnswer Pipeline::answers() {
  const auto sent = std::exchange(sent_, {});
  if (PQpipelineSync(on_) != 1) throw_lost(on_);
  std::vector<PgAnswer> answers;
  answers.reserve(sent.size());
  PgAnswer failure{nullptr, PQclear};
  std::size_t last = 0;
  bool as_counted = true;
  for (const auto& then : sent) {
    if (then.changes == end_of_group) {
      if (PQstatus(on_) == CONNECTION_OK) PgAnswer{PQgetResult(on_), PQclear};
      answers.emplace_back(nullptr, PQclear);
      continue;
    }
    last = answers.size();
    auto& answer = answers.emplace_back(next_answer(on_));
    if (failure) continue;  // this one was not run
    if (failed(answer)) {
      failure = std::move(answer);
    } else if (then.changes) {
      as_counted &= std::strtoull(PQcmdTuples(answer.get()), nullptr, 10) == *then.changes;
    }
  }
  if (PQstatus(on_) == CONNECTION_OK) {
    const PgAnswer end{PQgetResult(on_), PQclear};  // of the whole
    PQexitPipelineMode(on_);
  }
  if (failure) throw_failed(failure);
  if (PQstatus(on_) != CONNECTION_OK) throw_lost(on_);
  if (!as_counted) throw sync::StoreRejected("a row is gone");
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (sent[i].take) sent[i].take(std::move(answers[i]));
  }
  return std::move(answers[last]);
}

void Pipeline::drop() noexcept {
  if (empty()) return;
  for (auto& then : sent_) then.take = nullptr;
  try {
    answers();
  } catch (...) {  // what it says is of what is given up anyway
  }
}

}  // namespace sql
