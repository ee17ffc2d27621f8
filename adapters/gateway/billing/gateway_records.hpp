#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <billing/domain/billing_ids.hpp>
#include <ports/billing/page.hpp>
#include <shared/domain/instant.hpp>

#include <adapters/sql/query.hpp>
#include <adapters/sql/session.hpp>

namespace gateway {

// GatewayRecord: all that the gateway has on record of one reference.
struct GatewayRecord {
  std::string reference;   // "pay_..."
  std::string invoice_id;  // what it was said to be for; empty where it was only looked up
  std::string method;
  std::string currency;
  std::int64_t amount_minor = 0;
  std::int64_t charges = 0;  // how often it was asked to charge it
  std::int64_t look_ups = 0;
  std::int64_t captures = 0;  // how often money was taken: 0 or 1
  std::int64_t repeats = 0;   // charges of what was captured already
  shared::Instant last_at;

  bool operator==(const GatewayRecord&) const = default;
};

// GatewayTotals: whether anything was paid twice.
struct GatewayTotals {
  std::int64_t captures = 0;
  std::int64_t invoices_captured = 0;
  // Invoices for which money was taken more than once, in order; at most twice_max of them.
  std::vector<std::string> captured_twice;

  static constexpr std::size_t twice_max = 100;
};

// GatewayRecords: the simulated gateway's book, as a reader sees it: durable rows only.
class GatewayRecords {
 public:
  explicit GatewayRecords(const sql::Location& at);

  // In order of reference.
  billing::Page<GatewayRecord> page(const std::optional<billing::InvoiceId>& invoice,
                                    const std::optional<billing::PaymentId>& after,
                                    std::size_t limit);
  GatewayTotals totals();

 private:
  sql::Session session_;
  sql::Query page_;
  sql::Query page_of_invoice_;
  sql::Query captures_;
  sql::Query twice_;
};

}  // namespace gateway
