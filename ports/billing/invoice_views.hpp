#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <billing/domain/invoice.hpp>

#include <ports/billing/page.hpp>

namespace billing {

struct InvoiceFilter {
  std::optional<CustomerId> customer;
  std::optional<SubscriptionId> subscription;
  std::optional<InvoiceStatus> status;
};

// InvoiceView: an invoice as readers see it. A draft is addressed to whom its customer is now; an
// issued one to whom it was issued to.
struct InvoiceView {
  Invoice invoice;
  BillTo bill_to;
};

// NumberGaps: whether the numbers of one series are all there: from 1 to the last that was given.
// Those are missing that are not there, and for whose absence no reason is on record.
struct NumberGaps {
  std::string series;  // "INV-2026"
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t issued = 0;
  std::vector<std::string> missing;  // at most missing_max of them, in order
  // Numbers that will never be given, for a reason that is on record: they are not missing.
  struct Explained {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::string reason;
  };
  std::vector<Explained> explained = {};

  static constexpr std::size_t missing_max = 100;
};

// InvoiceViews: invoices as readers see them: durable state only; pages in order of id.
class InvoiceViews {
 public:
  virtual ~InvoiceViews() = default;
  virtual std::optional<InvoiceView> find(const InvoiceId& id) = 0;
  virtual Page<InvoiceView> page(const InvoiceFilter& filter, std::optional<InvoiceId> after,
                                 std::size_t limit) = 0;
  // Every series, in order of name.
  virtual std::vector<NumberGaps> number_gaps() = 0;
};

}  // namespace billing
