#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <billing/domain/billing_errors.hpp>

#include <adapters/http/billing/billing_call.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/json/billing/billing_json.hpp>

namespace http {
namespace {

namespace no = billing::errors;
using billing::InvoiceId;
using Module = billing::BillingModule;

struct NewPayment {
  std::int64_t amount_minor = 0;
  std::string reference;
};
BOOST_DESCRIBE_STRUCT(NewPayment, (), (amount_minor, reference))

shared::Result<billing::FinalizeInvoice::Command> finalize_command(const BillingRoutePorts& ports,
                                                                   const Call& call) {
  const auto target = target_of<InvoiceId>(call, no::invoice_not_found());
  if (!target) return shared::refuse(target.error());
  return billing::FinalizeInvoice::Command{.id = target->id,
                                           .payment = {ports.ids.next()},
                                           .expected_version = target->version,
                                           .at = call.origin.at};
}

// Of VoidInvoice and GiveUpInvoice, which take the same.
template <class Command>
shared::Result<Command> end_command(const BillingRoutePorts&, const Call& call) {
  const auto target = target_of<InvoiceId>(call, no::invoice_not_found());
  if (!target) return shared::refuse(target.error());
  return Command{.id = target->id, .expected_version = target->version, .at = call.origin.at};
}

shared::Result<billing::PayInvoice::Command> pay_command(const BillingRoutePorts& ports,
                                                         const Call& call) {
  const auto invoice = InvoiceId::parse(call.at("id"));
  if (!invoice) return shared::refuse(no::invoice_not_found());
  return billing::PayInvoice::Command{
      .payment = {ports.ids.next()}, .invoice = *invoice, .at = call.origin.at};
}

shared::Result<billing::RecordPayment::Command> record_command(const BillingRoutePorts& ports,
                                                               const Call& call) {
  const auto invoice = InvoiceId::parse(call.at("id"));
  if (!invoice) return shared::refuse(no::invoice_not_found());
  auto body = json::read_request<NewPayment>(call.request.body);
  if (!body) return shared::refuse(body.error());
  return billing::RecordPayment::Command{.payment = {ports.ids.next()},
                                         .invoice = *invoice,
                                         .amount_minor = body->amount_minor,
                                         .reference = std::move(body->reference),
                                         .at = call.origin.at};
}

// POST /v1/invoices/{id}/<verb>, which answers with the invoice.
Route changing(const std::string& verb, std::string operation_id, std::string summary,
               std::vector<shared::Error> refusals) {
  auto made = at_a_version(billing_write("POST", "/v1/invoices/{id}/" + verb,
                                         std::move(operation_id), "invoices", std::move(summary)));
  made.answer = {200, "The invoice after the change.", "InvoiceState"};
  made.refusals.push_back(no::invoice_not_found());
  made.refusals.insert(made.refusals.end(), refusals.begin(), refusals.end());
  return made;
}

// The same, for what answers with a payment: a repeat must be told from another payment.
Route paying(const std::string& verb, std::string operation_id, std::string summary,
             std::vector<shared::Error> refusals) {
  auto made = billing_write("POST", "/v1/invoices/{id}/" + verb, std::move(operation_id),
                            "payments", std::move(summary));
  made.talk.key_required = true;
  made.refusals = {no::invoice_not_found(), no::invoice_not_open(), no::payment_in_progress()};
  made.refusals.insert(made.refusals.end(), refusals.begin(), refusals.end());
  return made;
}

std::vector<Route> changes(const BillingPortsPtr& ports) {
  auto issues = changing("finalize", "finalizeInvoice", "Issue a draft",
                         {no::invoice_not_draft(), no::amount_overflow()});
  issues.description =
      "It gets its number, its customer's name and address as they are now, and "
      "its place in the books; what remains of it is charged to the customer's "
      "payment method. A draft is issued by itself when its time comes.";
  issues.handle = submitting(ports, &Module::finalize_invoice, finalize_command);

  auto voids =
      changing("void", "voidInvoice", "Void an invoice",
               {no::invoice_has_payments(), no::payment_in_progress(), no::invoice_not_open()});
  voids.description =
      "One that should not have been: its number stays used, its postings are "
      "reversed, and credit that it took goes back.";
  voids.handle =
      submitting(ports, &Module::void_invoice, end_command<billing::VoidInvoice::Command>);

  auto gives_up = changing("mark_uncollectible", "markInvoiceUncollectible",
                           "Believe no more that an invoice will be paid",
                           {no::payment_in_progress(), no::invoice_not_open()});
  gives_up.description =
      "What remains of it becomes bad debt. Money that comes all the same is "
      "taken.";
  gives_up.handle =
      submitting(ports, &Module::give_up_invoice, end_command<billing::GiveUpInvoice::Command>);
  return {std::move(issues), std::move(voids), std::move(gives_up)};
}

}  // namespace

RouteTable invoice_change_routes(const BillingPortsPtr& ports) {
  auto pays = paying("pay", "payInvoice", "Charge what remains of an invoice again",
                     {no::no_payment_method()});
  pays.description =
      "To its customer's payment method. The answer is the payment that was started: "
      "what comes of it follows.";
  pays.answer = {201, "The payment, pending.", "PaymentState"};
  pays.answer.created_in = "/v1/payments";
  pays.handle = submitting(ports, &Module::pay_invoice, pay_command);

  auto records = with_body(
      paying("payments", "recordPayment", "Say that money for an invoice came another way",
             {no::amount_out_of_range(), no::reference_invalid(), no::reference_used("pay_...")}),
      Body::required, "NewPayment");
  records.description =
      "By bank transfer, say. What the invoice does not need becomes the "
      "customer's credit. Also taken for one that is uncollectible. A reference is "
      "recorded once for an invoice, whatever the key of the request.";
  records.answer = {201, "The payment.", "PaymentState"};
  records.answer.created_in = "/v1/payments";
  records.handle = submitting(ports, &Module::record_payment, record_command);

  RouteTable table{
      .routes = changes(ports),
      .schemas = {{"NewPayment", request_schema<NewPayment>(
                                     {{"amount_minor", R"("minimum":1,"maximum":1000000000000000)"},
                                      {"reference", R"("minLength":1,"maxLength":200)"}})}},
      .tags = {}};
  table.routes.push_back(std::move(pays));
  table.routes.push_back(std::move(records));
  return table;
}

}  // namespace http
