#include <app/backup_jobs.hpp>

#include <utility>

#include <adapters/http/handlers.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/read.hpp>
#include <app/backup_errors.hpp>

namespace app {
namespace {

struct BackupBody {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(BackupBody, (), (name))

http::Route route(std::string method, std::string pattern, std::string id, std::string summary) {
  http::Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation_id = std::move(id);
  made.tag = "backups";
  made.summary = std::move(summary);
  made.access = http::Access::scoped("admin");
  return made;
}

http::Route begins(BackupJobs& jobs) {
  auto made = http::with_body(route("POST", "/v1/backups", "beginBackup", "Begin a backup"),
                              http::Body::required, "BeginBackup");
  made.description =
      "Writes all modules' databases, as they are at one moment, into a folder of that name below "
      "the server's backup.folder. Modules go on writing; look how far it is with getBackup.";
  made.answer = {202, "It has begun.", "Backup"};
  made.refusals = {errors::backup_bad_name(), errors::backup_under_way(), errors::backup_exists()};
  made.handle = [&jobs](const http::Call& call, http::Reply reply) {
    auto body = json::read_request<BackupBody>(call.request.body);
    if (!body) return reply(http::problem(body.error(), call.request_id));
    const auto begun = jobs.begin(body->name);
    if (!begun) return reply(http::problem(begun.error(), call.request_id));
    reply(http::json_response(202, json::written(*begun)));
  };
  return made;
}

http::Route shows(BackupJobs& jobs) {
  auto made = route("GET", "/v1/backups/{name}", "getBackup", "Show how far a backup is");
  made.description = "The one that is being written, or was last, since the server started.";
  made.answer = {200, "The backup.", "Backup"};
  made.refusals = {errors::backup_not_found()};
  made.handle = [&jobs](const http::Call& call, http::Reply reply) {
    const auto found = jobs.find(call.at("name"));
    if (!found) return reply(http::problem(errors::backup_not_found(), call.request_id));
    reply(http::json_response(200, json::written(*found)));
  };
  return made;
}

}  // namespace

http::RouteTable backup_routes(BackupJobs* jobs) {
  http::RouteTable table;
  if (jobs == nullptr) return table;
  table.tags = {{"backups", "Backups of a server whose databases are files."}};
  table.schemas = {
      {"BeginBackup", http::request_schema<BackupBody>()},
      {"Backup", http::answer_schema<BackupState>(
                     {{"status", R"("enum":["running","done","failed"])"},
                      {"folder", R"("description":"On the server's machine.")"},
                      {"paused_us", R"("description":"How long no module could write.")"},
                      {"failure", R"("description":"Why it failed; else empty.")"}})}};
  table.routes = {begins(*jobs), shows(*jobs)};
  return table;
}

}  // namespace app
