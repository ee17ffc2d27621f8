#include <app/faces.hpp>

#include <adapters/documents/billing/invoice_html.hpp>
#include <adapters/documents/billing/invoice_pdf.hpp>
#include <adapters/http/billing/billing_routes.hpp>
#include <adapters/http/billing/run_routes.hpp>
#include <adapters/http/insight/insight_routes.hpp>
#include <adapters/http/live/live_routes.hpp>
#include <adapters/http/openapi.hpp>
#include <adapters/http/probe_routes.hpp>
#include <adapters/http/sync/sync_routes.hpp>
#include <adapters/http/user/user_routes.hpp>
#include <adapters/http/webhook/webhook_routes.hpp>
#include <adapters/system/token.hpp>
#include <adapters/system/webhook/sodium_signer.hpp>
#include <app/logging.hpp>
#include <app/overview.hpp>
#include <app/version.hpp>
#include <user/domain/user_errors.hpp>

namespace app {
namespace {

http::SyncStatus status(Core& core) {
  const auto board = core.progress.snapshot();
  const auto now = core.clock.now();
  http::SyncStatus all;
  for (const auto& log : board.logs) {
    const auto epochs = core.epochs.find(log.log);
    if (epochs != core.epochs.end()) all.logs.push_back({log.log, log.head, epochs->second});
  }
  for (const auto& follower : board.followers) {
    all.followers.push_back({follower, core.progress.lag(follower.follower, now)});
  }
  return all;
}

template <class Reads>
http::SyncModule sync_module(const std::string& log, os::ReadPool<Reads>& pool, ModuleLane& lane) {
  http::SyncModule module;
  module.log = log;
  module.read = [&pool](std::move_only_function<void(http::LogViews)> task) {
    return pool.run([task = std::move(task)](Reads& reads) mutable {
      task({reads.log.reader, reads.parked});
    });
  };
  module.queue = &lane.queue();
  module.follower = [&lane](const std::string& name) { return lane.follower(name); };
  return module;
}

http::SyncPorts sync_ports(Core& core) {
  http::SyncPorts ports;
  ports.status = [&core] { return status(core); };
  ports.modules.push_back(sync_module(core.user.store.log, core.user_reads, core.user.lane));
  ports.modules.push_back(
      sync_module(core.billing.store.log, core.billing_reads, core.billing.lane));
  ports.modules.push_back(
      sync_module(core.insight.store.log, core.insight_reads, core.insight.lane));
  ports.modules.push_back(
      sync_module(core.webhook.store.log, core.webhook_reads, core.webhook.lane));
  ports.await = [&core](std::string log, sync::Offset offset,
                        std::chrono::steady_clock::time_point deadline,
                        std::move_only_function<void(bool)> then) {
    core.progress.wait(
        [log = std::move(log), offset](const os::Board& board) {
          const auto* at = board.log(log);
          return at != nullptr && at->head.offset > offset;
        },
        deadline,
        [then = std::move(then)](os::WaitEnd end) mutable { then(end == os::WaitEnd::reached); });
  };
  return ports;
}

// Runs a route's task on a reading thread of the pool, with what `views` makes of its reads.
template <class Views, class Reads, class Make>
http::Reads<Views> reads_of(os::ReadPool<Reads>& pool, http::ReadGate& gate, Make make) {
  http::Reads<Views> reads;
  reads.run = [&pool, make](std::move_only_function<void(Views&)> task) {
    return pool.run([task = std::move(task), make](Reads& from) mutable {
      Views views = make(from);
      task(views);
    });
  };
  reads.gate = &gate;
  reads.on_failed = [](std::string_view request_id, std::string_view what) {
    log_error("a read failed", {{"request_id", request_id}, {"error", what}});
  };
  return reads;
}

http::Reads<http::UserReading> user_reads(Core& core) {
  return reads_of<http::UserReading>(core.user_reads, core.user_gate, [](UserReads& from) {
    return http::UserReading{from.users, from.billing_replica, from.subscriptions, from.api_keys};
  });
}

http::Reads<http::BillingReading> billing_reads(Core& core) {
  return reads_of<http::BillingReading>(
      core.billing_reads, core.billing_gate, [](BillingReads& from) {
        return http::BillingReading{from.customers, from.catalogue, from.subscriptions,
                                    from.invoices,  from.payments,  from.ledger};
      });
}

http::RouteTable user_routes(Core& core, http::MemoryKeyRing& keys) {
  return http::user_routes({core.user.module, core.user.lane.queue(), user_reads(core), core.ids,
                            core.digest, keys, os::draw_token});
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

http::RouteTable billing_routes(Core& core) {
  http::BillingRoutePorts ports{
      .module = core.billing.module,
      .queue = core.billing.lane.queue(),
      .reads = billing_reads(core),
      .ids = core.ids,
      .billing_now = [&core] { return core.billing_processes.billing_now(); },
      .parked_keys = [&core] { return core.billing_gate.parked_keys(); },
      .documents = invoice_documents(core.issuer)};
  return http::billing_routes(std::move(ports));
}

http::RouteTable run_routes(Core& core) {
  auto& processes = core.billing_processes;
  http::RunRoutePorts ports;
  ports.run = [&processes](std::optional<shared::Instant> as_of) { return processes.run(as_of); };
  ports.advance = [&processes](shared::Instant to) { return processes.advance(to); };
  ports.stop_clock = [&processes] { return processes.stop_clock(); };
  ports.find = [&processes](std::string_view id) { return processes.find(id); };
  ports.billing_now = [&processes] { return processes.billing_now(); };
  ports.wall_now = [&core] { return core.clock.now(); };
  ports.gateway =
      reads_of<http::GatewayReading>(core.billing_reads, core.billing_gate, [](BillingReads& from) {
        return http::GatewayReading{from.gateway};
      });
  return http::run_routes(std::move(ports));
}

http::RouteTable insight_routes(Core& core) {
  return http::insight_routes(
      {reads_of<http::InsightReading>(
           core.insight_reads, core.insight_gate,
           [](InsightReads& from) { return http::InsightReading{from.counts}; }),
       [&core](insight::Timeline timeline) {
         return timeline == insight::Timeline::wall ? core.clock.now()
                                                    : core.billing_processes.billing_now();
       }});
}

http::RouteTable webhook_routes(Core& core) {
  http::WebhookRoutePorts ports{
      .module = core.webhook.module,
      .queue = core.webhook.lane.queue(),
      .reads = reads_of<http::WebhookReading>(
          core.webhook_reads, core.webhook_gate,
          [](WebhookReads& from) { return http::WebhookReading{from.endpoints, from.deliveries}; }),
      .ids = core.ids,
      .draw_secret = os::draw_webhook_secret};
  return http::webhook_routes(std::move(ports));
}

std::optional<shared::Error> missing(UserReads& from, std::string_view user_id) {
  const auto id = user::UserId::parse(user_id);
  if (id && from.users.find(*id)) return std::nullopt;
  return user::errors::not_found();
}

http::RouteTable live_routes(Core& core) {
  auto logs = std::make_shared<const http::SyncPorts>(sync_ports(core));
  return http::live_routes(
      {std::make_shared<http::LiveHub>(std::move(logs)),
       reads_of<http::LiveReading>(core.user_reads, core.user_gate, [](UserReads& from) {
         return http::LiveReading{
             [&from](std::string_view user_id) { return missing(from, user_id); }};
       })});
}

http::RouteTable routes(Core& core, http::MemoryKeyRing& keys, Metrics& metrics,
                        std::function<bool()> ready) {
  http::RouteTable table = http::probe_routes(
      {std::move(ready), [&core, &metrics] { return metrics.text(core.clock.now()); }});
  table.add(user_routes(core, keys));
  table.add(billing_routes(core));
  table.add(run_routes(core));
  table.add(overview_routes(
      {user_reads(core), billing_reads(core),
       [&core] { return core.billing_processes.billing_now(); }}));
  table.add(insight_routes(core));
  table.add(webhook_routes(core));
  table.add(live_routes(core));
  table.add(http::sync_routes(sync_ports(core)));
  return http::with_openapi(std::move(table), std::string{version});
}

}  // namespace

Faces::Faces(Core& core, Metrics& metrics, std::function<bool()> ready)
    : core_(core),
      router_(routes(core, keys_, metrics, std::move(ready)),
              {core.clock, core.ids, core.digest, keys_, *this}) {
  for (const auto& route : router_.table().routes) {
    measured_.emplace(route.operation_id, metrics.route(route.method, route.pattern));
  }
}

void Faces::answered(const http::Answered& answered) {
  const auto measured = measured_.find(answered.operation_id);
  if (measured != measured_.end()) measured->second.count(answered.status, answered.took);
  if (!logs_debug()) return;
  log_debug("request", {{"method", answered.method},
                        {"path", answered.path},
                        {"status", answered.status},
                        {"took_us", answered.took.count()},
                        {"request_id", answered.request_id},
                        {"key_id", answered.key_id},
                        {"peer", answered.peer},
                        {"traceparent", answered.traceparent}});
}

void Faces::failed(std::string_view request_id, std::string_view what) {
  log_error("a route failed", {{"request_id", request_id}, {"error", what}});
}

}  // namespace app
