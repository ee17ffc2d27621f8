#include <app/webhook_part.hpp>

#include <adapters/http/webhook/webhook_routes.hpp>
#include <adapters/system/webhook/sodium_signer.hpp>
#include <app/reads_of.hpp>

namespace app {

WebhookPart::WebhookPart(const Surroundings& around)
    : PartOf("webhook", around,
             [&] {
               return WebhookHost{
                   around.machine, around.databases.of("webhook"), around.lane,
                   {.plain_allowed = around.settings.webhook_allow_private_addresses}};
             },
             [&](WebhookHost& made) {
               return WebhookProcesses{{made, around.databases.of("webhook"), around.machine.clock,
                                        around.machine.ids},
                                       around.settings.webhook_allow_private_addresses};
             },
             [at = around.databases.of("webhook")] { return WebhookReads{at}; }, 1),
      machine_(around.machine) {
  around.board.on_move("webhook", [this](Board::Moved) { processes.wake(); });
}

http::RouteTable WebhookPart::routes(const Neighbours&) {
  http::WebhookRoutePorts ports{
      .module = host.module,
      .queue = host.lane.queue(),
      .reads = reads_of<http::WebhookReading>(
          reads, gate,
          [](WebhookReads& from) { return http::WebhookReading{from.endpoints, from.deliveries}; }),
      .ids = machine_.ids,
      .draw_secret = os::draw_webhook_secret};
  return http::webhook_routes(std::move(ports));
}

void WebhookPart::watch(Metrics& metrics) {
  using Figures = WebhookProcesses::Figures;
  const auto attempts = [&](const char* outcome, std::int64_t webhook::Courier::Counts::*count) {
    metrics.counter("cleave_webhook_deliveries_total",
                    "Attempts to deliver that ended so; canceled: deliveries that never began.",
                    {{"outcome", outcome}}, [this, count] {
                      return static_cast<double>(processes.figures().counts.*count);
                    });
  };
  attempts("succeeded", &webhook::Courier::Counts::succeeded);
  attempts("failed", &webhook::Courier::Counts::failed);
  attempts("canceled", &webhook::Courier::Counts::canceled);
  const auto gauge = [&](const char* name, const char* help, auto value) {
    metrics.gauge(name, help, {}, [this, value] {
      return static_cast<double>(value(processes.figures()));
    });
  };
  gauge("cleave_webhook_in_flight", "Messages on their way.",
        [](const Figures& figures) { return figures.in_flight; });
  gauge("cleave_webhook_pending", "Deliveries to be sent, or sent again; 10000 stands for more.",
        [](const Figures& figures) { return figures.backlog.pending; });
  gauge("cleave_webhook_oldest_pending_seconds", "Age of the oldest of these, as of its making.",
        [this](const Figures& figures) {
          const auto now = machine_.clock.now();
          const auto age = now - figures.backlog.oldest.value_or(now);
          return std::chrono::duration<double>(age).count();
        });
}

}  // namespace app
