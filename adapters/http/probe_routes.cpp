#include <adapters/http/probe_routes.hpp>

#include <utility>

#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>

namespace http {
namespace {

Route probe(std::string pattern, std::string operation_id, std::string summary) {
  Route route;
  route.method = "GET";
  route.pattern = std::move(pattern);
  route.operation_id = std::move(operation_id);
  route.tag = "operations";
  route.summary = std::move(summary);
  route.access = Access::open();
  route.answer = {200, "Yes.", "Probe"};
  return route;
}

}  // namespace

RouteTable probe_routes(Probes probes) {
  RouteTable table;
  table.tags = {{"operations", "For those who run the server."}};
  table.schemas = {{"Probe", R"({"type":"object","required":["status"],
"properties":{"status":{"type":"string","enum":["live","ready"]}}})"}};

  Route live = probe("/livez", "getLivez", "Whether the server turns");
  live.handle = [](const Call&, Reply reply) { reply(json_response(200, R"({"status":"live"})")); };

  Route ready = probe("/readyz", "getReadyz", "Whether the server can take writes");
  ready.handle = [why_not = std::move(probes.why_not_ready)](const Call& call, Reply reply) {
    const auto no = why_not();
    if (no.empty()) return reply(json_response(200, R"({"status":"ready"})"));
    reply(problem(503, "http.not_ready", no, call.request_id));
  };

  Route metrics = probe("/metrics", "getMetrics", "Metrics in Prometheus' text format");
  metrics.access = Access::scoped("metrics:read");
  metrics.answer = {200, "The metrics.", "", "text/plain; version=0.0.4"};
  metrics.handle = [text = std::move(probes.metrics)](const Call& call, Reply reply) {
    Response response = json_response(200, text());
    response.content_type = call.route->answer.content_type;
    reply(std::move(response));
  };
  table.routes = {std::move(live), std::move(ready), std::move(metrics)};
  return table;
}

}  // namespace http
