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

struct Settlement {
  std::string outcome;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Settlement, (), (outcome, reason))

shared::Result<billing::LookUpPayment::Command> look_up_command(const BillingRoutePorts&,
                                                                const Call& call) {
  const auto id = PaymentId::parse(call.at("id"));
  if (!id) return shared::refuse(no::payment_not_found());
  return billing::LookUpPayment::Command{.id = *id, .at = call.origin.at};
}

shared::Result<billing::SettlePaymentByHand::Command> settle_command(const BillingRoutePorts&,
                                                                     const Call& call) {
  const auto id = PaymentId::parse(call.at("id"));
  if (!id) return shared::refuse(no::payment_not_found());
  auto body = json::read_request<Settlement>(call.request.body);
  if (!body) return shared::refuse(body.error());
  const bool succeeded = body->outcome == "succeeded";
  if (!succeeded && body->outcome != "failed") return shared::refuse(no::outcome_unreadable());
  return billing::SettlePaymentByHand::Command{
      .id = *id, .succeeded = succeeded, .reason = std::move(body->reason), .at = call.origin.at};
}

std::vector<Route> by_a_person(const BillingPortsPtr& ports) {
  auto looks = billing_write("POST", "/v1/payments/{id}/look_up", "lookUpPayment", tag,
                             "Ask the gateway now what came of a payment");
  looks.description =
      "One that is unknown is looked up at once, instead of when its time comes. The answer is the "
      "payment as it waits for that: what comes of it follows.";
  looks.answer = {200, "The payment, due now.", "PaymentState"};
  looks.refusals = {no::payment_not_found(), no::payment_settled()};
  looks.handle = submitting(ports, &billing::BillingModule::look_up_payment, look_up_command);

  auto settles = with_body(billing_write("POST", "/v1/payments/{id}/settle", "settlePayment", tag,
                                         "Say what came of a payment that stays unknown"),
                           Body::required, "Settlement");
  settles.description =
      "For a person who found out elsewhere. Where it is said to have failed, its invoice can be "
      "paid again: make sure that the gateway took nothing. The reason is the payment's reference "
      "from then on, and in no event; the failure is settled_by_hand.";
  settles.answer = {200, "The payment, settled.", "PaymentState"};
  settles.refusals = {no::payment_not_found(), no::payment_not_unknown(), no::outcome_unreadable(),
                      no::reason_invalid(), no::amount_overflow()};
  settles.handle =
      submitting(ports, &billing::BillingModule::settle_payment_by_hand, settle_command);
  return {std::move(looks), std::move(settles)};
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
      {"reference",
       R"("description":"Of an external one: what was said of it; settled by hand: why.")"}};
  return {
      {"Payment", answer_schema<PaymentShown>(said)},
      {"PaymentList", list_schema("Payment")},
      {"PaymentState", answer_schema<billing::events::PaymentState>(said)},
      {"Settlement", request_schema<Settlement>({{"outcome", R"("enum":["succeeded","failed"])"},
                                                 {"reason", R"("minLength":1,"maxLength":200)"}})}};
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
  RouteTable table{
      .routes = {std::move(lists), std::move(shows)}, .schemas = schemas(), .tags = {}};
  for (auto& route : by_a_person(ports)) table.routes.push_back(std::move(route));
  return table;
}

}  // namespace http
