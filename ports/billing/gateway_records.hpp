#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ports/billing/page.hpp>

#include <billing/domain/billing_ids.hpp>
#include <shared/domain/instant.hpp>

namespace billing {

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

// GatewayRecords: the gateway's own book, against which billing's can be checked. Durable records
// only; pages in order of reference.
class GatewayRecords {
 public:
  virtual ~GatewayRecords() = default;
  virtual Page<GatewayRecord> page(const std::optional<InvoiceId>& invoice,
                                   const std::optional<PaymentId>& after, std::size_t limit) = 0;
  virtual GatewayTotals totals() = 0;
};

}  // namespace billing
