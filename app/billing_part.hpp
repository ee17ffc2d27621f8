#pragma once

#include <adapters/documents/billing/invoice_page.hpp>
#include <adapters/http/billing/billing_routes.hpp>
#include <app/billing_host.hpp>
#include <app/billing_processes.hpp>
#include <app/part.hpp>

namespace app {

// BillingPart: the billing module in this process, with its runs and its collector.
class BillingPart final : public PartOf<BillingHost, BillingReads, BillingProcesses> {
 public:
  explicit BillingPart(const Surroundings& around);

  http::RouteTable routes(const Neighbours& neighbours) override;
  std::optional<shared::Instant> now() const override { return processes.billing_now(); }
  void watch(Metrics& metrics) override;
  http::Reads<http::BillingReading> reading();

 private:
  http::RouteTable run_routes();

  Machine machine_;
  const documents::Issuer issuer_;
};

}  // namespace app
