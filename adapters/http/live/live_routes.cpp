#include <adapters/http/live/live_routes.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <adapters/http/replies.hpp>
#include <adapters/http/text.hpp>

namespace http {
namespace {

constexpr std::size_t positions_max = 64;

// Nothing where the caller says none: it watches from now on. A header outweighs the parameter:
// an EventSource that comes back asks at its first address.
shared::Result<std::optional<std::vector<sync::Position>>> resumed_after(const Request& request) {
  using Positions = std::vector<sync::Position>;
  const auto header = request.header("last-event-id");
  const bool resumes = header && !header->empty();
  const auto text = resumes ? header : request.parameter("after");
  if (!text) return std::optional<Positions>{};
  Positions positions;
  for (const std::string_view part : split(*text, ',')) {
    auto position = sync::parse_position(part);
    if (!position || positions.size() == positions_max ||
        std::ranges::count(positions, position->log, &sync::Position::log) > 0) {
      positions.clear();
      break;
    }
    positions.push_back(std::move(*position));
  }
  if (!positions.empty()) return std::optional(std::move(positions));
  return shared::refuse(resumes ? errors::bad_last_event_id()
                                : errors::bad_parameter("after",
                                                        "the id of an event that was "
                                                        "seen, like user/0:1:42,"
                                                        "billing/0:1:7"));
}

using After = std::optional<std::vector<sync::Position>>;

Response watch(LiveHub& hub, const std::string& user_id, const After& after, const Call& call) {
  auto body = hub.watch(user_id, after);
  if (!body) return problem(body.error(), call.request_id);
  return stream_response(call.route->answer.content_type, std::move(*body));
}

void handle(const LivePorts& ports, Call call, Reply reply) {
  auto after = resumed_after(call.request);
  if (!after) return reply(problem(after.error(), call.request_id));
  auto look = call;
  ports.look(std::move(look), [hub = ports.hub, call = std::move(call), after = std::move(*after),
                               reply = std::move(reply)](Response found) mutable {
    if (found.status != 200) return reply(std::move(found));
    reply(watch(*hub, call.at("id"), after, call));
  });
}

}  // namespace

RouteTable live_routes(LivePorts ports) {
  Route route;
  route.method = "GET";
  route.pattern = "/v1/users/{id}/live";
  route.operation_id = "watchUser";
  route.tag = "users";
  route.summary = "Watch what happens to a user";
  route.description =
      "Server-Sent Events, for as long as the connection lives. The first is `watching`; then "
      "comes "
      "each event of every log that is about this user: `event` is its type, `data` the CloudEvent "
      "as /v1/events shows it, `id` the positions of all logs that were told so far. A reader that "
      "comes back with the last id it saw as Last-Event-ID misses nothing, and sees nothing twice. "
      "Without one, it begins now. A log that the id does not name is told from its beginning. The "
      "stream ends after `user.deleted`; it ends early where the server stops or the key is "
      "revoked or expires, and is cut where its reader falls 256 events or 256 KiB behind. At most "
      "1,000 streams are open, 250 of them under one key.";
  route.access = Access::scoped("users:read", "customers:read", "billing:read");
  route.talk.wait_for = true;
  route.talk.last_event_id = true;
  route.query = {{"after", "As Last-Event-ID, for readers that cannot send headers.",
                  R"({"type":"string","examples":["user/0:1:42,billing/0:1:7"]})"}};
  route.answer = {200, "Events, as they happen.", "", "text/event-stream"};
  route.problems = {429};
  route.handle = [ports = std::move(ports)](Call call, Reply reply) {
    handle(ports, std::move(call), std::move(reply));
  };
  RouteTable table;
  table.routes.push_back(std::move(route));
  return table;
}

}  // namespace http
