#pragma once

#include <mutex>
#include <optional>

#include <adapters/courier/webhook/https_transport.hpp>
#include <adapters/system/webhook/sodium_signer.hpp>
#include <app/process_driver.hpp>
#include <app/webhook_host.hpp>
#include <webhook/application/courier.hpp>

namespace app {

// WebhookProcesses: what the webhook module does on its own account: its courier, on a thread and a
// session of its own. Of several instances the one that leads sends. Members stand in the order of
// start.
class WebhookProcesses {
 public:
  struct Parts {
    WebhookHost& webhook;
    sql::Location database;
    shared::Clock& clock;
    shared::Ids& ids;
  };
  // What there is to know of it from outside.
  struct Figures {
    webhook::Courier::Counts counts;
    webhook::Backlog backlog;  // as of some seconds ago
    std::size_t in_flight = 0;
  };

  WebhookProcesses(const Parts& parts, bool allow_private_addresses);
  ~WebhookProcesses() { stop(); }
  WebhookProcesses(const WebhookProcesses&) = delete;
  WebhookProcesses& operator=(const WebhookProcesses&) = delete;

  // Behind the start of the module's lane.
  void start();
  // Ends the thread; what is on its way is dropped, and sent again by the next start. Before the
  // stop of the lane. May be said twice.
  void stop();
  // Something may have become pending. Any thread.
  void wake() { driver_.wake(); }

  Figures figures() const;

 private:
  // What begins with the start: it has threads of its own.
  struct Sending {
    Sending(WebhookProcesses& of, const Parts& parts, bool allow_private_addresses);

    courier::HttpsTransport transport;
    webhook::Courier courier;
  };

  std::chrono::milliseconds step();

  Parts parts_;
  bool allow_private_addresses_;
  sql::Session session_;
  sql::SqlEndpointViews endpoints_{session_};
  sql::SqlDueDeliveries due_{session_};
  os::SodiumSigner signer_;
  ProcessDriver driver_{"courier"};
  LaneWorks works_;
  std::optional<Sending> sending_;
  std::chrono::milliseconds count_at_{0};  // monotonic
  mutable std::mutex mutex_;
  Figures figures_;
};

}  // namespace app
