#include <adapters/http/insight/insight_routes.hpp>

#include <functional>
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
// Of all metrics together: 30 days of every currency there is, or some years of a few.
constexpr std::size_t points_max = 20'000;

struct ShownPoint {
  std::string day;
  std::int64_t value = 0;
  std::int64_t change = 0;
  std::optional<std::int64_t> usual_low;
  std::optional<std::int64_t> usual_high;
  bool unusual = false;
};
BOOST_DESCRIBE_STRUCT(ShownPoint, (), (day, value, change, usual_low, usual_high, unusual))

struct ShownSeries {
  std::string metric;
  std::string kind;  // "flow" | "level"
  std::optional<std::string> currency;
  std::vector<ShownPoint> days;
};
BOOST_DESCRIBE_STRUCT(ShownSeries, (), (metric, kind, currency, days))

// What was asked for: by default the 30 days up to `to`, and that is today by the metric's time.
struct Asked {
  std::optional<Day> from;
  std::optional<Day> to;
};

struct Span {
  Day from;
  Day to;
  Day today;

  std::size_t days() const { return static_cast<std::size_t>((to - from).count() + 1); }
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
    ShownPoint one{insight::to_text(point.day), point.value, point.change, {}, {}, point.unusual};
    if (point.usual) {
      one.usual_low = point.usual->low;
      one.usual_high = point.usual->high;
    }
    series.days.push_back(std::move(one));
  }
  return series;
}

using SpanOf = std::function<shared::Result<Span>(Metric)>;

struct Wanted {
  Metric metric;
  std::string currency;
  Span span;
};

Response show_all(InsightReading& reading, const SpanOf& span_of, const Call& call) {
  std::vector<Wanted> wanted;
  std::size_t points = 0;
  for (const auto metric : insight::all_metrics()) {
    const bool money = insight::is_money(metric);
    const auto span = span_of(metric);
    if (!span) return problem(span.error(), call.request_id);
    for (auto& currency :
         money ? reading.counts.currencies(metric) : std::vector<std::string>{""}) {
      points += span->days();
      wanted.push_back({metric, std::move(currency), *span});
    }
  }
  if (points > points_max) {
    return problem(insight::errors::too_many_points(points_max), call.request_id);
  }
  std::vector<std::string> all;
  for (const auto& [metric, currency, span] : wanted) {
    all.push_back(json::written(shown(reading.counts, metric, currency, span)));
  }
  return json_response(200, list_body(all, false));
}

shared::Result<Asked> asked_of(const Request& request) {
  Asked asked;
  if (const auto text = request.parameter("to")) {
    asked.to = insight::parse_day(*text);
    if (!asked.to) return shared::refuse(errors::bad_parameter("to", "a day such as 2026-02-28"));
  }
  if (const auto text = request.parameter("from")) {
    asked.from = insight::parse_day(*text);
    if (!asked.from) {
      return shared::refuse(errors::bad_parameter("from", "a day such as 2026-02-01"));
    }
  }
  return asked;
}

shared::Result<Span> span_of(const Asked& asked, Day today) {
  const Day to = asked.to.value_or(today);
  const Span span{asked.from.value_or(to - std::chrono::days{days_shown - 1}), to, today};
  if (span.to < span.from) {
    return shared::refuse(errors::bad_parameter("from", "a day that is not behind `to`"));
  }
  if (span.days() > days_max) {
    return shared::refuse(errors::bad_parameter("from", "at most 3660 days before `to`"));
  }
  return span;
}

// What was asked for, for each metric; or why it cannot be.
shared::Result<SpanOf> spans_of(const InsightRoutePorts& ports, const Request& request) {
  const auto asked = asked_of(request);
  if (!asked) return shared::refuse(asked.error());
  SpanOf span = [asked = *asked, wall = ports.now(insight::Timeline::wall),
          billing = ports.now(insight::Timeline::billing)](Metric metric) {
    const auto now = insight::timeline_of(metric) == insight::Timeline::wall ? wall : billing;
    return span_of(asked, std::chrono::floor<std::chrono::days>(now));
  };
  return span;
}

void show_one(const InsightRoutePorts& ports, Call call, Reply reply) {
  const auto metric = insight::parse_metric(call.at("metric"));
  if (!metric) return reply(problem(insight::errors::metric_unknown(), call.request_id));
  const auto spans = spans_of(ports, call.request);
  if (!spans) return reply(problem(spans.error(), call.request_id));
  const auto span = (*spans)(*metric);
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
          {"to", "The last day; today, by the metric's time, where it is missing.",
           R"({"type":"string","format":"date"})"}};
}

Route all_route(const Ports& ports) {
  auto made = route("/v1/insight", "getInsight", "Show every metric day by day");
  made.description =
      "Counted from the events of user and billing, in UTC days: of the wall clock for sign_ups "
      "and departures, of billing's own time, which may run ahead, for the others. A level (such "
      "as mrr) is what stood at the end of a day, a flow what happened on it. `unusual` marks a "
      "day whose `change` lies outside of usual_low to usual_high, which the 28 days before it "
      "make usual; the change of a flow is its value. At most 20,000 points in all.";
  made.query = span_parameters();
  made.answer = {200, "Every metric, and every currency of it.", "InsightList"};
  made.refusals = {insight::errors::too_many_points(points_max)};
  made.handle = [ports](Call call, Reply reply) {
    const auto spans = spans_of(*ports, call.request);
    if (!spans) return reply(problem(spans.error(), call.request_id));
    read(ports->reads, std::move(call), std::move(reply),
         [spans = *spans](InsightReading& reading, const Call& asked) {
           return show_all(reading, spans, asked);
         });
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
"required":["day","value","change","usual_low","usual_high","unusual"],"properties":{
"day":{"type":"string","format":"date"},"value":{"type":"integer"},"change":{"type":"integer"},
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
