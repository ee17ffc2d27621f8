#include <adapters/http/sync/replica_routes.hpp>

#include <algorithm>
#include <utility>

#include <boost/describe.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/http/sync/sync_routes.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>
#include <sync/application/sync_errors.hpp>

namespace http {
namespace {

using Ports = std::shared_ptr<const SyncPorts>;

constexpr auto pattern = "/v1/sync/replicas/{follower}/check";

struct CheckBody {
  std::optional<bool> deep;
  std::optional<bool> mend;
};
BOOST_DESCRIBE_STRUCT(CheckBody, (), (deep, mend))

// Names of fields alone: what stands in them may be personal.
struct DifferenceJson {
  std::string aggregate_type;
  std::string key;
  std::string kind;  // missing | extra | version | fields
  std::int64_t source_version = 0;
  std::int64_t replica_version = 0;
  std::vector<std::string> fields;
};
BOOST_DESCRIBE_STRUCT(DifferenceJson, (),
                      (aggregate_type, key, kind, source_version, replica_version, fields))

struct CheckJson {
  std::string id;
  std::string follower;
  bool deep = false;
  std::string status;
  std::string phase;
  std::string failure;
  std::string verdict;  // equal | differs | unsettled; empty while it runs
  shared::Instant started_at;
  std::optional<shared::Instant> ended_at;
  std::uint32_t epoch = 1;
  std::uint64_t offset = 0;
  bool source_known = false;
  std::vector<std::string> weigh_unlike_follower;
  std::vector<std::string> weigh_unlike_source;
  std::uint64_t rows = 0;
  std::uint64_t compared = 0;
  std::uint64_t parked = 0;
  std::uint64_t unsettled = 0;
  std::string given_up;
  std::uint64_t difference_count = 0;
  std::vector<DifferenceJson> differences;
  bool has_more = false;
};
BOOST_DESCRIBE_STRUCT(CheckJson, (),
                      (id, follower, deep, status, phase, failure, verdict, started_at, ended_at,
                       epoch, offset, source_known, weigh_unlike_follower, weigh_unlike_source,
                       rows, compared, parked, unsettled, given_up, difference_count, differences,
                       has_more))

std::string to_text(sync::CheckReport::Phase phase) {
  using enum sync::CheckReport::Phase;
  switch (phase) {
    case weighing: return "weighing";
    case comparing: return "comparing";
    case looking_again: return "looking_again";
    case done: return "done";
  }
  return "";
}

std::string verdict_of(const ReplicaCheckState& state) {
  if (state.status != "done") return "";
  const auto& report = state.report;
  if (report.equal()) return "equal";
  const bool differs = report.difference_count > 0 || !report.weigh_unlike_follower.empty() ||
                       !report.weigh_unlike_source.empty() || !report.given_up.empty();
  return differs ? "differs" : "unsettled";
}

DifferenceJson to_json(const sync::Difference& difference) {
  DifferenceJson json{difference.aggregate_type,
                      difference.key,
                      difference.replica_version == 0                             ? "missing"
                      : difference.source_version == 0                            ? "extra"
                      : difference.source_version != difference.replica_version ? "version"
                                                                                  : "fields",
                      difference.source_version,
                      difference.replica_version,
                      {}};
  for (const auto& field : difference.fields) json.fields.push_back(field.name);
  return json;
}

CheckJson to_json(const ReplicaCheckState& state, const Page& page) {
  const auto& report = state.report;
  CheckJson json{state.id,
                 state.follower,
                 state.deep,
                 state.status,
                 to_text(report.phase),
                 state.failure,
                 verdict_of(state),
                 state.started_at,
                 state.ended_at,
                 report.epoch,
                 report.offset,
                 report.source_known,
                 report.weigh_unlike_follower,
                 report.weigh_unlike_source,
                 report.rows,
                 report.compared,
                 report.parked,
                 report.unsettled,
                 report.given_up,
                 report.difference_count,
                 {},
                 false};
  bool begun = page.starting_after.empty();
  for (const auto& difference : report.differences) {
    if (!begun) {
      begun = difference.aggregate_type + '/' + difference.key == page.starting_after;
    } else if (json.differences.size() < page.limit) {
      json.differences.push_back(to_json(difference));
    } else {
      json.has_more = true;
      break;
    }
  }
  return json;
}

Route route(std::string method, std::string operation_id, std::string summary, std::string scope) {
  Route made;
  made.method = std::move(method);
  made.pattern = pattern;
  made.operation_id = std::move(operation_id);
  made.tag = "sync";
  made.summary = std::move(summary);
  made.access = Access::scoped(std::move(scope));
  return made;
}

Route begin_route(const Ports& ports) {
  auto made = route("POST", "checkReplica", "Check whether a follower's copies are what its source "
                    "says", "sync:write");
  made.description =
      "Weighs every row, in one snapshot. A deep check then compares every key with the source, "
      "and looks again at what may only be on its way. Answers at once; GET tells how far it is.";
  made.body = Body::optional;
  made.body_schema = "CheckReplica";
  made.answer = {202, "The check.", "ReplicaCheck"};
  made.problems = {404, 409, 422, 503};
  made.handle = [ports](const Call& call, Reply reply) {
    CheckBody body;
    if (!call.request.body.empty()) {
      auto said = json::read_request<CheckBody>(call.request.body);
      if (!said) return reply(problem(said.error(), call.request_id));
      body = *said;
    }
    const auto& follower = call.at("follower");
    if (!ports->replicas.begin) {
      return reply(problem(sync::errors::keeps_no_copy(follower), call.request_id));
    }
    const auto state = ports->replicas.begin(follower, body.deep.value_or(false),
                                             body.mend.value_or(false));
    if (!state) return reply(problem(state.error(), call.request_id));
    reply(json_response(202, json::written(to_json(*state, Page{}))));
  };
  return made;
}

Route find_route(const Ports& ports) {
  auto made = route("GET", "getReplicaCheck", "Show the last check of a follower's copies",
                    "sync:read");
  made.description =
      "Also while it runs. What differs is listed by key, once it is over, at most 10,000 keys; "
      "starting_after takes the last one as aggregate_type/key. Of fields the names are told, and "
      "not what stands in them.";
  made.query = {{"limit", "At most so many keys.",
                 R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"},
                {"starting_after", "Behind this one.", R"({"type":"string"})"}};
  made.answer = {200, "The check.", "ReplicaCheck"};
  made.problems = {404, 503};
  made.handle = [ports](const Call& call, Reply reply) {
    const auto page = page_of(call.request);
    if (!page) return reply(problem(page.error(), call.request_id));
    const auto& follower = call.at("follower");
    const auto state = ports->replicas.find ? ports->replicas.find(follower) : std::nullopt;
    if (!state) return reply(problem(sync::errors::never_checked(follower), call.request_id));
    reply(json_response(200, json::written(to_json(*state, *page))));
  };
  return made;
}

}  // namespace

std::vector<Route> replica_routes(const Ports& ports) {
  return {begin_route(ports), find_route(ports)};
}

std::vector<Schema> replica_schemas() {
  return {{"CheckReplica",
           request_schema<CheckBody>(
               {{"deep", R"("description":"Compare every key, too.")"},
                {"mend",
                 R"("description":"Put right what the follower says that its rows weigh.")"}})},
          {"ReplicaCheck", answer_schema<CheckJson>()}};
}

}  // namespace http
