#pragma once

#include <ports/billing/gateway_records.hpp>

#include <adapters/sql/query.hpp>
#include <adapters/sql/session.hpp>

namespace gateway {

// SimulatedGatewayRecords: the simulated gateway's book, on a session of its own.
class SimulatedGatewayRecords final : public billing::GatewayRecords {
 public:
  explicit SimulatedGatewayRecords(const sql::Location& at);

  billing::Page<billing::GatewayRecord> page(const std::optional<billing::InvoiceId>& invoice,
                                             const std::optional<billing::PaymentId>& after,
                                             std::size_t limit) override;
  billing::GatewayTotals totals() override;

 private:
  sql::Session session_;
  sql::Query page_;
  sql::Query page_of_invoice_;
  sql::Query captures_;
  sql::Query twice_;
};

}  // namespace gateway
