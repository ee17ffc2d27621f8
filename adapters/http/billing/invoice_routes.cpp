#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ports/billing/billing_states.hpp>

#include <billing/domain/billing_errors.hpp>
#include <billing/domain/number_series.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/billing/billing_json.hpp>

namespace http {
namespace {

namespace no = billing::errors;
using billing::InvoiceId;
using billing::InvoiceView;

constexpr const char* tag = "invoices";
constexpr std::string_view status_enum = R"("enum":["draft","open","paid","void","uncollectible"])";

// An invoice as readers see it: beside what events say, whom it is addressed to, and what depends
// on the time.
struct InvoiceShown : billing::events::InvoiceState {
  std::optional<shared::Instant> finalize_at;
  bool overdue = false;
  billing::BillTo bill_to;
};
BOOST_DESCRIBE_STRUCT(InvoiceShown, (billing::events::InvoiceState),
                      (finalize_at, overdue, bill_to))

std::string shown(const InvoiceView& view, shared::Instant now) {
  return json::written(InvoiceShown{billing::state_of(view.invoice),
                                    view.invoice.fields().finalize_at, view.invoice.overdue(now),
                                    view.bill_to});
}

// Whether the numbers of one series are all there.
struct ExplainedShown {
  std::string first;
  std::string last;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ExplainedShown, (), (first, last, reason))

struct SeriesShown {
  std::string series;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t issued = 0;
  std::vector<std::string> missing;
  std::vector<ExplainedShown> explained;
};
BOOST_DESCRIBE_STRUCT(SeriesShown, (), (series, first, last, issued, missing, explained))

struct GapReport {
  bool gapless = true;
  std::vector<SeriesShown> series;
};
BOOST_DESCRIBE_STRUCT(GapReport, (), (gapless, series))

struct Asked {
  billing::InvoiceFilter filter;
  PageAsked<InvoiceId> page;
  shared::Instant now;
};

shared::Result<Asked> list_query(const BillingRoutePorts& ports, const Call& call) {
  const auto page = page_asked<InvoiceId>(call.request, "an invoice");
  if (!page) return shared::refuse(page.error());
  const auto customer = customer_in_query(call.request);
  if (!customer) return shared::refuse(customer.error());
  const auto subscription =
      id_in_query<billing::SubscriptionId>(call.request, "subscription_id", "a subscription");
  if (!subscription) return shared::refuse(subscription.error());
  const auto status = word_in_query(call.request, "status", billing::parse_invoice_status,
                                    "draft, open, paid, void and uncollectible");
  if (!status) return shared::refuse(status.error());
  return Asked{{.customer = *customer, .subscription = *subscription, .status = *status},
               *page,
               ports.billing_now()};
}

Response list(BillingReading& reading, const Call&, const Asked& asked) {
  return page_response(reading.invoices.page(asked.filter, asked.page.after, asked.page.limit),
                       [&asked](const InvoiceView& view) { return shown(view, asked.now); });
}

Response gaps(BillingReading& reading, const Call&) {
  GapReport report;
  for (auto& gap : reading.invoices.number_gaps()) {
    report.gapless = report.gapless && gap.missing.empty();
    std::vector<ExplainedShown> explained;
    for (auto& one : gap.explained) {
      explained.push_back({billing::invoice_number(gap.series, one.first),
                           billing::invoice_number(gap.series, one.last), std::move(one.reason)});
    }
    report.series.push_back({std::move(gap.series), gap.first, gap.last, gap.issued,
                             std::move(gap.missing), std::move(explained)});
  }
  return json_response(200, json::written(report));
}

// Shows one invoice in whatever way `render` does: Response(const InvoiceView&, Instant now).
template <class Render>
auto showing_invoice(const BillingPortsPtr& ports, Render render) {
  return showing(ports,
                 [now = ports->billing_now, render](BillingReading& reading, const Call& call) {
                   const auto id = InvoiceId::parse(call.at("id"));
                   const auto view = id ? reading.invoices.find(*id) : std::nullopt;
                   if (!view) return problem(no::invoice_not_found(), call.request_id);
                   return render(*view, now());
                 });
}

// What a browser may do with it: show it.
Response document(const InvoiceView& view, std::string content_type, std::string body,
                  const std::string& suffix) {
  Response response;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  const auto& is = view.invoice.fields();
  response.headers = {
      {"Content-Disposition",
       "inline; filename=\"" + (is.number.empty() ? is.id.text() : is.number) + suffix + '"'},
      {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"},
      {"X-Content-Type-Options", "nosniff"}};
  return response;
}

Route document_route(const BillingPortsPtr& ports, const std::string& kind,
                     const std::string& content_type, InvoiceDocuments::Render render) {
  const bool pdf = kind == "pdf";
  auto made = billing_read("/v1/invoices/{id}/" + kind, pdf ? "getInvoicePdf" : "getInvoiceHtml",
                           tag, pdf ? "An invoice as PDF" : "An invoice as a page of HTML");
  made.description = "As it is sent to a customer; a draft says that it is one.";
  made.answer = {200, "The document.", "", content_type};
  made.refusals = {no::invoice_not_found()};
  made.handle = showing_invoice(ports, [kind, content_type, render = std::move(render)](
                                           const InvoiceView& view, shared::Instant now) {
    return document(view, content_type, render(view, now), "." + kind);
  });
  return made;
}

Route list_route(const BillingPortsPtr& ports) {
  auto lists = billing_read("/v1/invoices", "listInvoices", tag, "List invoices");
  lists.description = "In the order in which they were made.";
  lists.query = paged({id_filter("customer_id", "Those of this customer."),
                       id_filter("user_id", "Those of this user."),
                       id_filter("subscription_id", "Those of this subscription."),
                       {"status", "Those of this status.",
                        R"({"type":"string",)" + std::string(status_enum) + "}"}});
  lists.answer = {200, "A page of invoices.", "InvoiceList"};
  lists.handle = looking(ports, list_query, list);
  return lists;
}

std::vector<Schema> schemas() {
  const Abouts said = {
      {"id", R"("description":"in_...")"},
      {"version", R"("description":"Counts the changes; the ETag.")"},
      {"kind", R"("enum":["subscription_create","subscription_cycle"])"},
      {"status", status_enum},
      {"number", R"("description":"Gapless in its series; null until it is issued.")"},
      {"period_start", R"("format":"date")"},
      {"period_end", R"("format":"date","description":"The first day behind it.")"},
      {"total_minor", R"("description":"The lines' sum: credit applied, paid and remaining.")"},
      {"payment_id", R"("description":"The payment that is under way.")"},
      {"attempts", R"("description":"How many payments were started for it.")"},
      {"finalize_at", R"("description":"Of a draft: when it is issued by itself.")"},
      {"overdue", R"("description":"Open, and due before now in billing's time.")"},
      {"bill_to", R"("description":"Of an issued one, as it was when it was issued.")"}};
  return {{"Invoice", answer_schema<InvoiceShown>(said)},
          {"InvoiceList", list_schema("Invoice")},
          {"InvoiceState", answer_schema<billing::events::InvoiceState>(said)},
          {"NumberGaps",
           answer_schema<GapReport>({{"series", R"("description":"One a year, such as INV-2026.")"},
                                     {"missing", R"("maxItems":100)"}})}};
}

}  // namespace

RouteTable invoice_routes(const BillingPortsPtr& ports) {
  auto reports = billing_read("/v1/invoices/number_gaps", "getInvoiceNumberGaps", tag,
                              "Whether all invoice numbers are there");
  reports.description =
      "Numbers are given inside the commit that issues, so none can be missing: "
      "this looks whether that is so. Those that a restore passed over are explained, and not "
      "missing.";
  reports.answer = {200, "Each series, with the numbers that it lacks.", "NumberGaps"};
  reports.handle = showing(ports, gaps);

  auto shows = billing_read("/v1/invoices/{id}", "getInvoice", tag, "Show an invoice");
  shows.description =
      "An issued one stays addressed to whom it was issued to, also when its "
      "customer is gone.";
  shows.answer = {200, "The invoice.", "Invoice"};
  shows.refusals = {no::invoice_not_found()};
  shows.handle = showing_invoice(ports, [](const InvoiceView& view, shared::Instant now) {
    return state_response(200, shown(view, now));
  });

  RouteTable table{.routes = {list_route(ports), std::move(reports), std::move(shows)},
                   .schemas = schemas(),
                   .tags = {}};
  const auto& [html, pdf] = ports->documents;
  if (html) table.routes.push_back(document_route(ports, "html", "text/html; charset=utf-8", html));
  if (pdf) table.routes.push_back(document_route(ports, "pdf", "application/pdf", pdf));
  return table;
}

}  // namespace http
