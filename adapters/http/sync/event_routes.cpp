#include <adapters/http/sync/event_routes.hpp>

#include <algorithm>
#include <set>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/sync/log_position.hpp>
#include <adapters/json/cloud_event.hpp>
#include <adapters/json/write.hpp>
#include <sync/application/sync_errors.hpp>

namespace http {
namespace {

constexpr std::size_t scanned_per_step_max = 1000;
constexpr std::size_t scanned_per_request_max = 20'000;
constexpr std::size_t body_bytes_max = 4 * 1024 * 1024;
constexpr std::uint64_t wait_s_max = 30;

// Poll: one request for events, on its way.
struct Poll {
  std::shared_ptr<const SyncPorts> ports;
  const SyncModule* module = nullptr;
  std::vector<sync::EpochStart> epochs;
  std::set<std::string, std::less<>> types;
  std::size_t limit = 0;
  std::chrono::steady_clock::time_point deadline;
  std::string request_id;
  Reply reply;

  sync::Offset cursor = 0;  // all up to here was looked at
  sync::Offset head = 0;    // nothing behind it is shown: it is durable, and nobody was told yet
  std::vector<std::string> found;
  std::size_t bytes = 0;
  std::size_t scanned = 0;

  bool full() const { return found.size() >= limit || bytes >= body_bytes_max; }
};
using PollPtr = std::shared_ptr<Poll>;

void answer(Poll& poll, bool has_more) {
  std::string body = R"({"data":[)";
  for (const auto& event : poll.found) {
    if (body.back() != '[') body += ',';
    body += event;
  }
  body += R"(],"next":)";
  const auto& log = poll.module->log;
  json::write_text(body, sync::to_text({log, epoch_of(poll.epochs, poll.cursor), poll.cursor}));
  body += has_more ? R"(,"has_more":true})" : R"(,"has_more":false})";
  poll.reply(json_response(200, std::move(body)));
}

// Takes what the log holds behind the cursor; false where that is its end.
bool take(Poll& poll, sync::LogReader& log) {
  const auto events = log.events(poll.cursor, scanned_per_step_max);
  for (const auto& event : events) {
    if (event.offset > poll.head) return false;
    if (poll.full()) return true;
    poll.cursor = event.offset;
    ++poll.scanned;
    if (!poll.types.empty() && !poll.types.contains(event.type)) continue;
    poll.found.push_back(
        json::to_cloud_event(poll.module->log, epoch_of(poll.epochs, event.offset), event));
    poll.bytes += poll.found.back().size();
  }
  return events.size() == scanned_per_step_max;
}

sync::Offset head_of(const SyncStatus& status, const std::string& log) {
  const auto* const found = find_log(status, log);
  return found == nullptr ? 0 : found->head.offset;
}

void step(const PollPtr& poll) {
  poll->head = head_of(poll->ports->status(), poll->module->log);
  const bool taken = poll->module->read([poll](LogViews views) {
    bool more = true;
    try {
      while (more && !poll->full() && poll->scanned < scanned_per_request_max) {
        more = take(*poll, views.log);
      }
    } catch (const sync::StoreFailure&) {
      return poll->reply(problem(errors::store_unavailable(), poll->request_id));
    }
    const bool late = std::chrono::steady_clock::now() >= poll->deadline;
    if (more || late || !poll->found.empty()) return answer(*poll, more);
    poll->ports->await(poll->module->log, poll->cursor, poll->deadline, [poll](bool moved) {
      if (!moved) poll->deadline = std::chrono::steady_clock::now();
      step(poll);
    });
  });
  if (!taken) poll->reply(problem(errors::overloaded(), poll->request_id));
}

// `after` is an offset of the log asked for, or a position as Cleave-Position and `next` give it.
shared::Result<sync::Position> position_of(const Request& request) {
  const auto log = request.parameter("log");
  const auto after = request.parameter("after");
  if (after && after->find(':') != std::string_view::npos) {
    auto position = sync::parse_position(*after);
    if (!position || (log && *log != position->log)) {
      return shared::refuse(
          errors::bad_parameter("after", "an offset, or a position of that log like user/0:1:42"));
    }
    return std::move(*position);
  }
  const auto offset = number_of(request, "after", 0, ~0ULL >> 1, 0);
  if (!offset) return shared::refuse(offset.error());
  return sync::Position{std::string{log.value_or("user/0")}, 0, *offset};
}

shared::Done look_up_log(Poll& poll, const sync::Position& position) {
  const auto status = poll.ports->status();
  const auto* const log = find_log(status, position.log);
  const auto& modules = poll.ports->modules;
  const auto module = std::ranges::find(modules, position.log, &SyncModule::log);
  if (log == nullptr || module == modules.end()) {
    return shared::refuse(sync::errors::unknown_log(position.log));
  }
  poll.module = &*module;
  poll.epochs = log->epochs;
  poll.cursor = position.offset;
  return check_position(*log, position);
}

void take_types(Poll& poll, std::string_view text) {
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (comma != 0) poll.types.emplace(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
}

void begin(const PollPtr& poll, const sync::Position& from) {
  const auto log = look_up_log(*poll, from);
  if (!log) return poll->reply(problem(log.error(), poll->request_id));
  step(poll);
}

void handle(const std::shared_ptr<const SyncPorts>& ports, Call call, Reply reply) {
  const auto& request = call.request;
  const auto position = position_of(request);
  if (!position) return reply(problem(position.error(), call.request_id));
  const auto wait_s = number_of(request, "wait", 0, wait_s_max, 0);
  if (!wait_s) return reply(problem(wait_s.error(), call.request_id));
  const auto limit = number_of(request, "limit", 1, 1000, 100);
  if (!limit) return reply(problem(limit.error(), call.request_id));

  const auto poll = std::make_shared<Poll>();
  poll->ports = ports;
  poll->limit = *limit;
  poll->deadline = std::chrono::steady_clock::now() + std::chrono::seconds{*wait_s};
  poll->request_id = call.request_id;
  take_types(*poll, request.parameter("types").value_or(""));
  poll->reply = std::move(reply);
  if (!ports->ask) return begin(poll, *position);
  ports->ask(position->log, [poll, from = *position](bool) { begin(poll, from); });
}

}  // namespace

Route events_route(std::shared_ptr<const SyncPorts> ports) {
  Route route;
  route.method = "GET";
  route.pattern = "/v1/events";
  route.operation_id = "listEvents";
  route.tag = "events";
  route.summary = "Read a module's event log";
  route.description =
      "CloudEvents 1.0 in the order of the log. Ask again with `after` set to `next`: every event "
      "is seen exactly once per position, also after a restart of either side.";
  route.access = Access::scoped("events:read");
  route.query = {
      {"log", "Whose log: user/0 (the default), billing/0 or webhook/0.",
       R"({"type":"string","default":"user/0"})"},
      {"after", "An offset, or the `next` of the last answer. Missing: from the beginning.",
       R"({"type":"string"})"},
      {"types", "Only these event types, separated by commas.", R"({"type":"string"})"},
      {"limit", "At most so many events.",
       R"({"type":"integer","minimum":1,"maximum":1000,"default":100})"},
      {"wait", "Where there is nothing new, wait for it, at most so many seconds.",
       R"({"type":"integer","minimum":0,"maximum":30,"default":0})"}};
  route.answer = {200, "Events, and where to go on.", "EventList"};
  route.problems = {410, 422, 503};
  route.handle = [ports](Call call, Reply reply) {
    handle(ports, std::move(call), std::move(reply));
  };
  return route;
}

}  // namespace http
