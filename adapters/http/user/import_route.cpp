#include <adapters/http/user/import_route.hpp>

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/user/user_requests.hpp>
#include <adapters/http/writes.hpp>
#include <adapters/json/user/user_json.hpp>

namespace http {
namespace {

constexpr std::size_t rows_max = 500;
constexpr std::array<std::string_view, 3> result_names = {"created", "updated", "unchanged"};

// Import: one request under way. Rows end on the lane's thread, or at once where they are refused.
class Import {
 public:
  Import(std::size_t rows, Reply reply) : left_(rows), rows_(rows), reply_(std::move(reply)) {}

  // Noted by the decision, which may be made again.
  void decided(std::size_t row, const user::Imported& imported) {
    rows_[row].result = imported.result;
    rows_[row].id = imported.user.id;
  }

  void ended(std::size_t row, std::int64_t line, const sync::Outcome& outcome) {
    const std::scoped_lock lock(mutex_);
    rows_[row].line = line;
    rows_[row].refusal = outcome.refusal;
    if (!outcome.refusal && (!position_ || position_->offset < outcome.position.offset))
      position_ = outcome.position;
    if (--left_ == 0) reply_(answer());
  }

  void nothing_to_do() { reply_(answer()); }

 private:
  struct Row {
    std::int64_t line = 0;
    user::ImportResult result = user::ImportResult::unchanged;
    std::string id;
    std::optional<shared::Error> refusal;
  };

  // A row that could not be tried makes the whole request one to repeat: rows that took effect are
  // found unchanged then.
  Response answer() const {
    std::array<std::size_t, 3> counts{};
    std::size_t failed = 0;
    std::string results;
    for (const Row& row : rows_) {
      if (row.refusal && row.refusal->kind == shared::ErrorKind::unavailable)
        return problem(*row.refusal);
      if (row.refusal) ++failed;
      else ++counts[static_cast<std::size_t>(row.result)];
      if (!results.empty()) results += ',';
      write_row(results, row);
    }
    std::string body = R"({"created":)" + std::to_string(counts[0]) + R"(,"updated":)" +
                       std::to_string(counts[1]) + R"(,"unchanged":)" + std::to_string(counts[2]) +
                       R"(,"failed":)" + std::to_string(failed) + R"(,"results":[)" + results +
                       "]}";
    Response response = json_response(200, std::move(body));
    if (position_) response.headers.emplace_back("Cleave-Position", sync::to_text(*position_));
    return response;
  }

  static void write_row(std::string& out, const Row& row) {
    out += R"({"line":)" + std::to_string(row.line) + R"(,"result":")";
    out += row.refusal ? "failed" : result_names[static_cast<std::size_t>(row.result)];
    out += '"';
    if (!row.refusal) {
      out += R"(,"id":)";
      json::write_text(out, row.id);
    } else {
      out += R"(,"code":)";
      json::write_text(out, row.refusal->code);
      out += R"(,"detail":)";
      json::write_text(out, row.refusal->detail);
    }
    out += '}';
  }

  std::mutex mutex_;
  std::size_t left_;
  std::vector<Row> rows_;
  std::optional<sync::Position> position_;
  Reply reply_;
};

sync::Command row_command(const UserRoutePorts& ports, const Call& call, const ImportBody& body,
                          std::size_t index, const std::shared_ptr<Import>& import) {
  const json::UserImportRow& row = body.rows[index];
  const bool dry_run = body.dry_run.value_or(false);
  auto input = std::make_shared<const user::ImportUser::Command>(user::ImportUser::Command{
      user::UserId{ports.ids.next()},
      call.origin.at,
      row.email,
      {row.display_name, row.locale, row.time_zone, row.metadata},
      body.update.value_or(false),
      dry_run});
  const user::ImportUser& use_case = ports.module.import_user;
  sync::Command command;
  command.origin = call.origin;
  command.origin.command_id = ports.ids.next();
  command.bytes = sizeof(user::ImportUser::Command) + call.request.body.size() / body.rows.size();
  command.want = [&use_case, input] { use_case.want(*input); };
  command.decide = [&use_case, input, import, index, dry_run]() -> shared::Result<std::string> {
    const auto imported = use_case(*input);
    if (!imported) return shared::refuse(imported.error());
    import->decided(index, *imported);
    const bool said = !dry_run && imported->result != user::ImportResult::unchanged;
    return said ? std::string{} : json::written(imported->user);
  };
  command.answer = [import, index, line = row.line](const sync::Outcome& outcome) {
    import->ended(index, line, outcome);
  };
  return command;
}

void import_users(const UserRoutePorts& ports, const Call& call, Reply reply) {
  auto body = json::read_request<ImportBody>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  if (body->rows.size() > rows_max)
    return reply(problem(errors::too_many_rows(rows_max), call.request_id));
  const auto import = std::make_shared<Import>(body->rows.size(), std::move(reply));
  if (body->rows.empty()) return import->nothing_to_do();
  for (std::size_t i = 0; i < body->rows.size(); ++i)
    ports.queue.submit(row_command(ports, call, *body, i, import));
}

}  // namespace

Route import_route(const UserPortsPtr& ports) {
  Route made = user_write("POST", "/v1/users/import", "importUsers", "Import users");
  made.description =
      "At most 500 rows, each of which takes effect or is refused alone; the same rows again "
      "change nothing. A row whose e-mail address a user has already is refused where its profile "
      "differs, or, with update, written over it. A dry run answers the same and changes nothing.";
  // Rows are their own proof against repetition.
  made.talk.idempotency_key = false;
  made.body = Body::required;
  made.body_schema = "ImportUsers";
  made.answer = {200, "What became of each row.", "ImportResult"};
  made.handle = [ports](const Call& call, Reply reply) {
    import_users(*ports, call, std::move(reply));
  };
  return made;
}

}  // namespace http
