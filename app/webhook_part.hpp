#pragma once

#include <app/part.hpp>
#include <app/webhook_host.hpp>
#include <app/webhook_processes.hpp>

namespace app {

// WebhookPart: the webhook module in this process, with its courier.
class WebhookPart final : public PartOf<WebhookHost, WebhookReads, WebhookProcesses> {
 public:
  explicit WebhookPart(const Surroundings& around);

  http::RouteTable routes(const Neighbours& neighbours) override;
  void watch(Metrics& metrics) override;

 private:
  Machine machine_;
};

}  // namespace app
