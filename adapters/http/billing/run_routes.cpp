#include <adapters/http/billing/run_routes.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <billing/domain/billing_errors.hpp>
#include <billing/domain/duration.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

namespace billing {

BOOST_DESCRIBE_STRUCT(BillingRun::Problem, (), (id, code, detail))
BOOST_DESCRIBE_STRUCT(RunState, (),
                      (id, kind, as_of, status, phase, from, reached, due, done,
                       subscriptions_advanced, invoices_issued, schedules_recognized, problem_count,
                       problems, payments_open, failure))
BOOST_DESCRIBE_STRUCT(GatewayRecord, (),
                      (reference, invoice_id, method, currency, amount_minor, charges, look_ups,
                       captures, repeats, last_at))
BOOST_DESCRIBE_STRUCT(GatewayTotals, (), (captures, invoices_captured, captured_twice))

}  // namespace billing

namespace http {
namespace {

namespace no = billing::errors;
using Ports = std::shared_ptr<const RunRoutePorts>;

constexpr const char* tag = "billing runs";

struct RunBody {
  std::optional<shared::Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(RunBody, (), (as_of))

struct ClockBody {
  std::optional<shared::Instant> to;
  std::optional<std::string> by;
};
BOOST_DESCRIBE_STRUCT(ClockBody, (), (to, by))

struct ClockShape {
  shared::Instant now;
  shared::Instant wall_now;
  std::int64_t ahead_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ClockShape, (), (now, wall_now, ahead_ms))

void answer(const shared::Result<billing::RunState>& run, const Call& call, Reply& reply) {
  if (!run) return reply(problem(run.error(), call.request_id));
  Response response = json_response(call.route->answer.status, json::written(*run));
  response.headers.emplace_back("Location", "/v1/billing/runs/" + run->id);
  reply(std::move(response));
}

void begin_run(const RunRoutePorts& ports, const Call& call, Reply reply) {
  RunBody body;
  if (!call.request.body.empty()) {
    const auto said = json::read_request<RunBody>(call.request.body);
    if (!said) return reply(problem(said.error(), call.request_id));
    body = *said;
  }
  answer(ports.run(body.as_of), call, reply);
}

shared::Result<shared::Instant> target_of_clock(const RunRoutePorts& ports, const Call& call) {
  const auto body = json::read_request<ClockBody>(call.request.body);
  if (!body) return shared::refuse(body.error());
  if (body->to.has_value() == body->by.has_value()) {
    return shared::refuse(no::clock_target_ambiguous());
  }
  if (body->to) return *body->to;
  const auto duration = billing::parse_duration(*body->by);
  if (!duration) return shared::refuse(no::duration_invalid());
  const auto to = billing::plus(ports.billing_now(), *duration);
  if (!to) return shared::refuse(shared::at_field(no::clock_too_far(), "/by"));
  return *to;
}

void advance(const RunRoutePorts& ports, const Call& call, Reply reply) {
  const auto to = target_of_clock(ports, call);
  if (!to) return reply(problem(to.error(), call.request_id));
  answer(ports.advance(*to), call, reply);
}

Response records(GatewayReading& reading, const std::optional<billing::InvoiceId>& invoice,
                 const PageAsked<billing::PaymentId>& asked) {
  const auto page = reading.records.page(invoice, asked.after, asked.limit);
  std::vector<std::string> rows;
  for (const auto& row : page.rows) rows.push_back(json::written(row));
  auto body = list_body(rows, page.has_more);
  body.insert(body.size() - 1, R"(,"totals":)" + json::written(reading.records.totals()));
  return json_response(200, std::move(body));
}

void show_records(const RunRoutePorts& ports, Call call, Reply reply) {
  const auto page = page_asked<billing::PaymentId>(call.request, "a payment");
  if (!page) return reply(problem(page.error(), call.request_id));
  const auto invoice = id_in_query<billing::InvoiceId>(call.request, "invoice_id", "an invoice");
  if (!invoice) return reply(problem(invoice.error(), call.request_id));
  read(ports.gateway, std::move(call), std::move(reply),
       [invoice = *invoice, page = *page](GatewayReading& reading, const Call&) {
         return records(reading, invoice, page);
       });
}

// A run is no write of its own: whoever repeats it finds nothing left to do.
Route starting(std::string pattern, std::string operation_id, std::string summary) {
  auto made =
      billing_write("POST", std::move(pattern), std::move(operation_id), tag, std::move(summary));
  made.talk.idempotency_key = false;
  made.answer = {202, "The run as it stands; Location says where to look for it.", "BillingRun"};
  return made;
}

std::vector<Route> of_runs(const Ports& ports) {
  auto begins = with_body(starting("/v1/billing/runs", "beginBillingRun", "Begin a billing run"),
                          Body::optional, "BeginBillingRun");
  begins.description =
      "Does all that is due as of an instant (now, where none is said): subscriptions go on, "
      "period "
      "by period, drafts are issued, revenue is recognized, and payments are waited for up to a "
      "minute. Repeating it is harmless: what was done is not due any more. One run is under way "
      "at "
      "a time, and 8 wait at most.";
  begins.refusals = {no::as_of_too_far(), no::too_many_runs()};
  begins.handle = [ports](const Call& call, Reply reply) {
    begin_run(*ports, call, std::move(reply));
  };

  auto shows = billing_read("/v1/billing/runs/{id}", "getBillingRun", tag, "Show a billing run");
  shows.talk.wait_for = false;
  shows.description = "The last 100 that were asked for are remembered, until the server stops.";
  shows.answer = {200, "The run.", "BillingRun"};
  shows.refusals = {no::run_not_found()};
  shows.handle = [ports](const Call& call, Reply reply) {
    const auto run = ports->find(call.at("id"));
    if (!run) return reply(problem(no::run_not_found(), call.request_id));
    reply(json_response(200, json::written(*run)));
  };
  return {std::move(begins), std::move(shows)};
}

std::vector<Route> of_the_clock(const Ports& ports) {
  auto shows = billing_read("/v1/billing/clock", "getBillingClock", tag, "Show billing's clock");
  shows.talk.wait_for = false;
  shows.description = "Ahead of the wall clock by as much as it was advanced.";
  shows.answer = {200, "The clock.", "BillingClock"};
  shows.handle = [ports](const Call&, Reply reply) {
    ClockShape clock{.now = ports->billing_now(), .wall_now = ports->wall_now()};
    clock.ahead_ms = (clock.now - clock.wall_now).count();
    reply(json_response(200, json::written(clock)));
  };

  auto advances = with_body(
      starting("/v1/billing/clock/advance", "advanceBillingClock", "Advance billing's clock"),
      Body::required, "AdvanceBillingClock");
  advances.description =
      "To see months pass in seconds. It goes from one instant at which anything comes due to the "
      "next, with a run at each, so that documents bear the dates that they would have borne; and "
      "it never goes back. Say to or by; to repeat a call whose answer was lost, say to. Only a "
      "server for tests allows it (billing.test_clock).";
  advances.refusals = {no::clock_target_ambiguous(), no::duration_invalid(),
                       no::clock_not_for_tests(),    no::clock_backwards(),
                       no::clock_too_far(),          no::too_many_runs()};
  advances.handle = [ports](const Call& call, Reply reply) {
    advance(*ports, call, std::move(reply));
  };

  auto stops =
      starting("/v1/billing/clock/stop", "stopBillingClock", "Stop advancing billing's clock");
  stops.description =
      "The advance that is under way ends where it has got to, once all that was due by then is "
      "done; those that wait never begin. The answer is the one under way, or the first that "
      "waited: it ends as stopped.";
  stops.refusals = {no::clock_not_advancing()};
  stops.handle = [ports](const Call& call, Reply reply) {
    answer(ports->stop_clock(), call, reply);
  };
  return {std::move(shows), std::move(advances), std::move(stops)};
}

Route of_the_gateway(const Ports& ports) {
  auto lists = billing_read("/v1/gateway/records", "listGatewayRecords", "payments",
                            "List what the gateway has on record");
  lists.talk.wait_for = false;
  lists.description =
      "The simulated gateway's own book, which is none of billing's: what it took, for which "
      "invoice, under which payment's id. captured_twice names invoices that were paid twice: "
      "there "
      "should be none.";
  lists.query = paged({id_filter("invoice_id", "What was taken for this invoice.")});
  lists.answer = {200, "A page of records, in order of payment.", "GatewayRecordList"};
  lists.handle = [ports](Call call, Reply reply) {
    show_records(*ports, std::move(call), std::move(reply));
  };
  return lists;
}

std::string record_list_schema() {
  return R"({"type":"object","required":["data","has_more","totals"],"properties":{)"
         R"("data":{"type":"array","items":{"$ref":"#/components/schemas/GatewayRecord"}},)"
         R"("has_more":{"type":"boolean"},)"
         R"("totals":{"$ref":"#/components/schemas/GatewayTotals"}}})";
}

std::vector<Schema> schemas() {
  const Abouts run = {
      {"kind", R"("enum":["run","clock"])"},
      {"as_of", R"("description":"Of a clock: where it goes.")"},
      {"status", R"("enum":["queued","running","finished","stopped","failed"])"},
      {"from", R"("description":"Billing's time when it was asked for.")"},
      {"reached", R"("description":"Billing's time as far as it has got.")"},
      {"due", R"("description":"Subscriptions and drafts at its begin; null: not counted.")"},
      {"problems", R"("description":"The first 100: what was refused, and is left for later.")"},
      {"payments_open", R"("description":"Some were not settled in time; they will be.")"},
      {"failure", R"("description":"Why it failed; else empty.")"}};
  return {{"BillingRun", answer_schema<billing::RunState>(run)},
          {"BeginBillingRun", request_schema<RunBody>()},
          {"BillingClock", answer_schema<ClockShape>()},
          {"AdvanceBillingClock",
           request_schema<ClockBody>({{"by", R"("description":"ISO 8601, such as P1M.")"}})},
          {"GatewayRecord", answer_schema<billing::GatewayRecord>()},
          {"GatewayTotals", answer_schema<billing::GatewayTotals>()},
          {"GatewayRecordList", record_list_schema()}};
}

}  // namespace

RouteTable run_routes(RunRoutePorts ports) {
  const auto shared_ports = std::make_shared<const RunRoutePorts>(std::move(ports));
  RouteTable table;
  table.tags = {{tag, "What billing does as time passes."}};
  table.schemas = schemas();
  table.routes = of_runs(shared_ports);
  for (auto& route : of_the_clock(shared_ports)) table.routes.push_back(std::move(route));
  table.routes.push_back(of_the_gateway(shared_ports));
  return table;
}

}  // namespace http
