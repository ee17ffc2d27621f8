#include <adapters/http/sync/history_route.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/sync/log_position.hpp>
#include <adapters/json/cloud_event.hpp>
#include <adapters/json/write.hpp>
#include <sync/application/key_walk.hpp>
#include <sync/application/sync_errors.hpp>

namespace http {
namespace {

constexpr std::size_t key_bytes_max = 200;

// History: one request for a key's events, on its way.
struct History {
  std::string log;
  std::string key;
  std::optional<sync::Position> before;
  std::size_t limit = 0;
  std::string request_id;
  Reply reply;
};
using HistoryPtr = std::shared_ptr<History>;

std::string body_of(const std::string& log, const std::vector<sync::EpochStart>& epochs,
                    const sync::HistoryPage& page, sync::Offset first) {
  const auto position = [&](std::string& out, sync::Offset at) {
    json::write_text(out, sync::to_text({log, epoch_of(epochs, at), at}));
  };
  std::string body = R"({"data":[)";
  for (const auto& event : page.events) {
    if (body.back() != '[') body += ',';
    body += json::to_cloud_event(log, epoch_of(epochs, event.offset), event);
  }
  body += R"(],"reaches_back_to":)";
  position(body, first);
  body += page.whole ? R"(,"whole":true)" : R"(,"whole":false)";
  body += R"(,"next":)";
  if (page.next == 0) {
    body += R"(null,"has_more":false})";
  } else {
    position(body, page.next);
    body += R"(,"has_more":true})";
  }
  return body;
}

void look(const std::shared_ptr<const SyncPorts>& ports, const HistoryPtr& asked) {
  const auto refuse = [&](const shared::Error& error) {
    asked->reply(problem(error, asked->request_id));
  };
  const auto status = ports->status();
  const auto* const log = find_log(status, asked->log);
  const auto& modules = ports->modules;
  const auto module = std::ranges::find(modules, asked->log, &SyncModule::log);
  if (log == nullptr || module == modules.end()) {
    return refuse(sync::errors::unknown_log(asked->log));
  }
  auto before = log->head.offset + 1;
  if (asked->before) {
    const auto known = check_position(*log, *asked->before);
    if (!known) return refuse(known.error());
    before = asked->before->offset;
  }
  const bool taken = module->read([asked, before, epochs = log->epochs](LogViews views) {
    try {
      const auto page =
          sync::history_before(views.history, asked->key, before, {.events_max = asked->limit});
      asked->reply(json_response(200, body_of(asked->log, epochs, page, views.history.first())));
    } catch (const sync::StoreFailure&) {
      asked->reply(problem(errors::store_unavailable(), asked->request_id));
    }
  });
  if (!taken) refuse(errors::overloaded());
}

shared::Result<History> history_of(const Request& request) {
  History asked;
  const auto key = request.parameter("key");
  if (!key || key->empty() || key->size() > key_bytes_max) {
    return shared::refuse(errors::bad_parameter("key", "an aggregate's key, like usr_..."));
  }
  asked.key = *key;
  asked.log = request.parameter("log").value_or("user/0");
  if (const auto before = request.parameter("before")) {
    asked.before = sync::parse_position(*before);
    if (!asked.before || asked.before->log != asked.log) {
      return shared::refuse(
          errors::bad_parameter("before", "a position of that log, like user/0:1:42"));
    }
  }
  const auto limit = number_of(request, "limit", 1, 1000, 100);
  if (!limit) return shared::refuse(limit.error());
  asked.limit = *limit;
  return asked;
}

void handle(const std::shared_ptr<const SyncPorts>& ports, const Call& call, Reply reply) {
  auto asked = history_of(call.request);
  if (!asked) return reply(problem(asked.error(), call.request_id));
  const auto history = std::make_shared<History>(std::move(*asked));
  history->request_id = call.request_id;
  history->reply = std::move(reply);
  if (!ports->ask) return look(ports, history);
  ports->ask(history->log, [ports, history](bool) { look(ports, history); });
}

}  // namespace

Route history_route(std::shared_ptr<const SyncPorts> ports) {
  Route route;
  route.method = "GET";
  route.pattern = "/v1/events/history";
  route.operation_id = "getHistory";
  route.tag = "events";
  route.summary = "Read what a log says of one key";
  route.description =
      "CloudEvents 1.0, newest first, each with the state after it and before it. No index leads "
      "to them: a request looks at 200,000 events at most, so that a page may be empty and have "
      "more; ask again with `before` set to `next`. `whole` says that the key's first event was "
      "reached.";
  route.access = Access::scoped("events:read");
  route.query = {
      {"key", "Whose history: usr_..., sub_..., in_...", R"({"type":"string","maxLength":200})"},
      {"log", "In whose log: user/0 (the default), billing/0, ...",
       R"({"type":"string","default":"user/0"})"},
      {"before", "The `next` of the last answer. Missing: from the newest.",
       R"({"type":"string"})"},
      {"limit", "At most so many events.",
       R"({"type":"integer","minimum":1,"maximum":1000,"default":100})"}};
  route.answer = {200, "Events, how far back the log reaches, and where to go on.", "History"};
  route.problems = {410, 422, 503};
  route.handle = [ports](Call call, Reply reply) { handle(ports, call, std::move(reply)); };
  return route;
}

}  // namespace http
