#include <adapters/http/insight/insight_routes.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/describe.hpp>

#include <insight/domain/insight_errors.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/json/write.hpp>

namespace http {
namespace {

using insight::Day;
using insight::Metric;
using Ports = std::shared_ptr<const InsightRoutePorts>;

constexpr int days_shown = 30;
constexpr int days_max = 3'660;

struct ShownPoint {
  std::string day;
  std::int64_t value = 0;
  std::optional<std::int64_t> usual_low;
  std::optional<std::int64_t> usual_high;
  bool unusual = false;
};
BOOST_DESCRIBE_STRUCT(ShownPoint, (), (day, value, usual_low, usual_high, unusual))

struct ShownSeries {
  std::string metric;
  std::string kind;  // "flow" | "level"
  std::optional<std::string> currency;
  std::vector<ShownPoint> days;
};
BOOST_DESCRIBE_STRUCT(ShownSeries, (), (metric, kind, currency, days))

struct Span {
  Day from;
  Day to;
  Day today;
};

ShownSeries shown(insight::DayCountViews& counts, Metric metric, const std::string& currency,
                  const Span& span) {
  ShownSeries series;
  series.metric = insight::to_text(metric);
  series.kind = insight::is_level(metric) ? "level" : "flow";
  if (insight::is_money(metric)) series.currency = currency;
  const auto points = insight::series(metric, counts.of(metric, currency, span.to), span.from,
                                      span.to, span.today);
  for (const auto& point : points) {
    ShownPoint one{insight::to_text(point.day), point.value, {}, {}, point.unusual};
    if (point.usual) {
      one.usual_low = point.usual->low;
      one.usual_high = point.usual->high;
    }
    series.days.push_back(std::move(one));
  }
  return series;
}

Response show_all(InsightReading& reading, const Span& span) {
  std::vector<std::string> all;
  for (const auto metric : insight::all_metrics()) {
    const bool money = insight::is_money(metric);
    auto currencies = money ? reading.counts.currencies(metric) : std::vector<std::string>{""};
    for (const auto& currency : currencies) {
      all.push_back(json::written(shown(reading.counts, metric, currency, span)));
    }
  }
  return json_response(200, list_body(all, false));
}

shared::Result<Span> span_of(const Request& request, Day today) {
  Span span{today - std::chrono::days{days_shown - 1}, today, today};
  if (const auto text = request.parameter("to")) {
    const auto day = insight::parse_day(*text);
    if (!day) return shared::refuse(errors::bad_parameter("to", "a day such as 2026-02-28"));
    span.to = *day;
    span.from = span.to - std::chrono::days{days_shown - 1};
  }
  if (const auto text = request.parameter("from")) {
    const auto day = insight::parse_day(*text);
    if (!day) return shared::refuse(errors::bad_parameter("from", "a day such as 2026-02-01"));
    span.from = *day;
  }
  if (span.to < span.from) {
    return shared::refuse(errors::bad_parameter("from", "a day that is not behind `to`"));
  }
  if ((span.to - span.from).count() >= days_max) {
    return shared::refuse(errors::bad_parameter("from", "at most 3660 days before `to`"));
  }
  return span;
}

Day today_of(const InsightRoutePorts& ports) {
  return std::chrono::floor<std::chrono::days>(ports.now());
}

void show_one(const InsightRoutePorts& ports, Call call, Reply reply) {
  const auto metric = insight::parse_metric(call.at("metric"));
  if (!metric) return reply(problem(insight::errors::metric_unknown(), call.request_id));
  const auto span = span_of(call.request, today_of(ports));
  if (!span) return reply(problem(span.error(), call.request_id));
  std::string currency{call.request.parameter("currency").value_or("")};
  if (insight::is_money(*metric) == currency.empty()) {
    const auto* what = currency.empty() ? "the currency whose amounts are meant, such as eur"
                                        : "left out: this metric is no money";
    return reply(problem(errors::bad_parameter("currency", what), call.request_id));
  }
  read(ports.reads, std::move(call), std::move(reply),
       [metric = *metric, span = *span, currency = std::move(currency)](InsightReading& reading,
                                                                        const Call&) {
         return json_response(200, json::written(shown(reading.counts, metric, currency, span)));
       });
}

Route route(std::string pattern, std::string operation_id, std::string summary) {
  Route made;
  made.method = "GET";
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = "insight";
  made.summary = std::move(summary);
  made.access = Access::scoped("insight:read");
  made.talk.wait_for = true;
  return made;
}

std::vector<Parameter> span_parameters() {
  return {{"from", "The first day; 30 days up to `to` where it is missing.",
           R"({"type":"string","format":"date"})"},
          {"to", "The last day; today where it is missing.",
           R"({"type":"string","format":"date"})"}};
}

Route all_route(const Ports& ports) {
  auto made = route("/v1/insight", "getInsight", "Show every metric day by day");
  made.description =
      "Counted from the events of user and billing, in UTC days of billing's own time. A level "
      "(such as mrr) is what stood at the end of a day, a flow what happened on it. `unusual` "
      "marks a day outside of what the 28 days before it make usual; for a level it is the change "
      "that counts.";
  made.query = span_parameters();
  made.answer = {200, "Every metric, and every currency of it.", "InsightList"};
  made.handle = [ports](Call call, Reply reply) {
    const auto span = span_of(call.request, today_of(*ports));
    if (!span) return reply(problem(span.error(), call.request_id));
    read(ports->reads, std::move(call), std::move(reply),
         [span = *span](InsightReading& reading, const Call&) { return show_all(reading, span); });
  };
  return made;
}

Route one_route(const Ports& ports) {
  auto made = route("/v1/insight/{metric}", "getInsightMetric", "Show one metric day by day");
  made.description =
      "sign_ups, departures, active_subscriptions, churn, mrr, collected or failed_payments. mrr "
      "and collected are money: they need `currency`, and are in its minor units.";
  made.query = span_parameters();
  made.query.push_back({"currency", "Of mrr and collected: which one, such as eur.",
                        R"({"type":"string"})"});
  made.answer = {200, "The metric.", "InsightSeries"};
  made.handle = [ports](Call call, Reply reply) {
    show_one(*ports, std::move(call), std::move(reply));
  };
  return made;
}

std::vector<Schema> schemas() {
  return {
      {"InsightSeries", R"({"type":"object","required":["metric","kind","currency","days"],
"properties":{"metric":{"type":"string"},"kind":{"type":"string","enum":["flow","level"]},
"currency":{"type":["string","null"]},"days":{"type":"array","items":{"type":"object",
"required":["day","value","usual_low","usual_high","unusual"],"properties":{
"day":{"type":"string","format":"date"},"value":{"type":"integer"},
"usual_low":{"type":["integer","null"]},"usual_high":{"type":["integer","null"]},
"unusual":{"type":"boolean"}}}}}})"},
      {"InsightList", R"({"type":"object","required":["data","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/InsightSeries"}},
"has_more":{"type":"boolean"}}})"},
  };
}

}  // namespace

RouteTable insight_routes(InsightRoutePorts ports) {
  const auto shared_ports = std::make_shared<const InsightRoutePorts>(std::move(ports));
  RouteTable table;
  table.tags = {{"insight", "What the events add up to, day by day."}};
  table.schemas = schemas();
  table.routes = {all_route(shared_ports), one_route(shared_ports)};
  return table;
}

}  // namespace http
