#include <app/billing_part.hpp>

#include <adapters/documents/billing/invoice_html.hpp>
#include <adapters/documents/billing/invoice_pdf.hpp>
#include <adapters/http/billing/run_routes.hpp>
#include <app/billing_metrics.hpp>
#include <app/reads_of.hpp>

namespace app {
namespace {

billing::BillingRules rules_of(const Settings& settings) {
  billing::BillingRules rules;
  rules.number_prefix = settings.billing_number_prefix;
  rules.draft_for = std::chrono::minutes{settings.billing_draft_minutes};
  rules.due_after = std::chrono::days{settings.billing_due_days};
  using enum billing::OnDeactivation;
  const auto& said = settings.billing_on_deactivation;
  rules.on_deactivation = said == "cancel"                 ? cancel
                          : said == "cancel_at_period_end" ? cancel_at_period_end
                          : said == "nothing"              ? nothing
                                                           : pause;
  return rules;
}

BillingProcesses processes_of(BillingHost& host, const Surroundings& around) {
  const auto& [machine, board, progress, epochs, settings, databases, lane, ask_log, hurry] =
      around;
  return {{host, databases.of("billing"), databases.gateway, machine.clock, machine.ids},
          {std::chrono::seconds{settings.billing_run_every_seconds}, settings.billing_test_clock}};
}

http::InvoiceDocuments invoice_documents(const documents::Issuer& issuer) {
  return {.html =
              [&issuer](const billing::InvoiceView& view, shared::Instant now) {
                return documents::to_html(documents::page_of(view, issuer, now));
              },
          .pdf =
              [&issuer](const billing::InvoiceView& view, shared::Instant now) {
                const auto& is = view.invoice.fields();
                return documents::to_pdf(documents::page_of(view, issuer, now),
                                         is.issued_at.value_or(is.updated_at));
              }};
}

}  // namespace

BillingPart::BillingPart(const Surroundings& around)
    : PartOf("billing", around,
             [&] {
               return BillingHost{around.machine, around.databases.of("billing"), around.lane,
                                  rules_of(around.settings)};
             },
             [&](BillingHost& made) { return processes_of(made, around); },
             [at = around.databases.of("billing"), gateway = around.databases.gateway] {
               return BillingReads{at, gateway};
             },
             static_cast<std::size_t>(around.settings.read_threads)),
      machine_(around.machine),
      issuer_{around.settings.billing_issuer_name, around.settings.billing_issuer_address,
              around.settings.billing_issuer_tax_id, around.settings.billing_issuer_footer} {}

http::Reads<http::BillingReading> BillingPart::reading() {
  return reads_of<http::BillingReading>(reads, gate, [](BillingReads& from) {
    return http::BillingReading{from.customers, from.catalogue, from.subscriptions,
                                from.invoices,  from.payments,  from.ledger};
  });
}

http::RouteTable BillingPart::routes(const Neighbours& neighbours) {
  http::BillingRoutePorts ports{.module = host.module,
                                .queue = host.lane.queue(),
                                .reads = reading(),
                                .ids = machine_.ids,
                                .billing_now = neighbours.billing_now,
                                .parked_keys = [this] { return gate.parked_keys(); },
                                .documents = invoice_documents(issuer_)};
  auto table = http::billing_routes(std::move(ports));
  table.add(run_routes());
  return table;
}

http::RouteTable BillingPart::run_routes() {
  http::RunRoutePorts ports;
  ports.run = [this](std::optional<shared::Instant> as_of) { return processes.run(as_of); };
  ports.advance = [this](shared::Instant to) { return processes.advance(to); };
  ports.stop_clock = [this] { return processes.stop_clock(); };
  ports.find = [this](std::string_view id) { return processes.find(id); };
  ports.billing_now = [this] { return processes.billing_now(); };
  ports.wall_now = [this] { return machine_.clock.now(); };
  ports.gateway = reads_of<http::GatewayReading>(
      reads, gate, [](BillingReads& from) { return http::GatewayReading{from.gateway}; });
  return http::run_routes(std::move(ports));
}

void BillingPart::watch(Metrics& metrics) { watch_billing(metrics, processes); }

}  // namespace app
