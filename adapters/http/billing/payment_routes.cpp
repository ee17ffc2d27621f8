#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ports/billing/billing_states.hpp>

#include <billing/domain/billing_errors.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/billing/billing_json.hpp>

namespace http {
namespace {

namespace no = billing::errors;
using billing::PaymentId;

constexpr const char* tag = "payments";
constexpr std::string_view status_enum = R"("enum":["pending","unknown","succeeded","failed"])";

// A payment as readers see it: beside what events say, what was charged, or what a person said.
struct PaymentShown : billing::events::PaymentState {
  std::string method;
  std::string reference;
};
BOOST_DESCRIBE_STRUCT(PaymentShown, (billing::events::PaymentState), (method, reference))

std::string shown(const billing::Payment& payment) {
  return json::written(PaymentShown{billing::state_of(payment), payment.fields().method,
                                    payment.fields().reference});
}

struct Asked {
  billing::PaymentFilter filter;
  PageAsked<PaymentId> page;
};

shared::Result<Asked> list_query(const BillingRoutePorts&, const Call& call) {
  const auto page = page_asked<PaymentId>(call.request, "a payment");
  if (!page) return shared::refuse(page.error());
  const auto customer = customer_in_query(call.request);
  if (!customer) return shared::refuse(customer.error());
  const auto invoice = id_in_query<billing::InvoiceId>(call.request, "invoice_id", "an invoice");
  if (!invoice) return shared::refuse(invoice.error());
  const auto status = word_in_query(call.request, "status", billing::parse_payment_status,
                                    "pending, unknown, succeeded and failed");
  if (!status) return shared::refuse(status.error());
  return Asked{{.customer = *customer, .invoice = *invoice, .status = *status}, *page};
}

Response list(BillingReading& reading, const Call&, const Asked& asked) {
  return page_response(reading.payments.page(asked.filter, asked.page.after, asked.page.limit),
                       shown);
}

Response show(BillingReading& reading, const Call& call) {
  const auto id = PaymentId::parse(call.at("id"));
  const auto payment = id ? reading.payments.find(*id) : std::nullopt;
  if (!payment) return problem(no::payment_not_found(), call.request_id);
  return state_response(200, shown(*payment));
}

std::vector<Schema> schemas() {
  const Abouts said = {
      {"id", R"("description":"pay_...: also the reference at the gateway.")"},
      {"version", R"("description":"Counts the changes; the ETag.")"},
      {"kind", R"("enum":["card","external"])"},
      {"status", status_enum},
      {"failure", R"("description":"Empty, or the gateway's code, such as card_declined.")"},
      {"lookups", R"("description":"How often the gateway was asked what came of it.")"},
      {"next_at", R"("description":"When it is turned to again; null once it is settled.")"},
      {"method", R"("description":"The gateway's token of what is charged; empty: none.")"},
      {"reference", R"("description":"Of an external one: what was said of it.")"}};
  return {{"Payment", answer_schema<PaymentShown>(said)},
          {"PaymentList", list_schema("Payment")},
          {"PaymentState", answer_schema<billing::events::PaymentState>(said)}};
}

}  // namespace

RouteTable payment_routes(const BillingPortsPtr& ports) {
  auto lists = billing_read("/v1/payments", "listPayments", tag, "List payments");
  lists.description = "In the order in which they were started.";
  lists.query = paged({id_filter("invoice_id", "Those for this invoice."),
                       id_filter("customer_id", "Those of this customer."),
                       id_filter("user_id", "Those of this user."),
                       {"status", "Those of this status.",
                        R"({"type":"string",)" + std::string(status_enum) + "}"}});
  lists.answer = {200, "A page of payments.", "PaymentList"};
  lists.handle = looking(ports, list_query, list);

  auto shows = billing_read("/v1/payments/{id}", "getPayment", tag, "Show a payment");
  shows.description =
      "While it is unknown nobody knows whether the gateway took the money: it is "
      "looked up before anything else is tried.";
  shows.answer = {200, "The payment.", "Payment"};
  shows.refusals = {no::payment_not_found()};
  shows.handle = showing(ports, show);
  return {.routes = {std::move(lists), std::move(shows)}, .schemas = schemas(), .tags = {}};
}

}  // namespace http
