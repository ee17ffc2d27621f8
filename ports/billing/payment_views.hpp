#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <billing/domain/payment.hpp>

#include <ports/billing/page.hpp>

namespace billing {

struct PaymentFilter {
  std::optional<CustomerId> customer;
  std::optional<InvoiceId> invoice;
  std::optional<PaymentStatus> status;
};

// PaymentViews: payments as readers see them: durable state only; pages in order of id.
class PaymentViews {
 public:
  virtual ~PaymentViews() = default;
  virtual std::optional<Payment> find(const PaymentId& id) = 0;
  virtual Page<Payment> page(const PaymentFilter& filter, std::optional<PaymentId> after,
                             std::size_t limit) = 0;
  // How many are unknown; `counted_max` stands for more.
  virtual std::int64_t unknown(std::size_t counted_max) = 0;
};

}  // namespace billing
