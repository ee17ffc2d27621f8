#pragma once

#include <adapters/sql/billing/payment_row.hpp>
#include <adapters/sql/billing/table_views.hpp>

#include <ports/billing/payment_views.hpp>

namespace sql {

// SqlPaymentViews: payment as readers see it.
class SqlPaymentViews final : public billing::PaymentViews {
 public:
  explicit SqlPaymentViews(Session& reader);

  std::optional<billing::Payment> find(const billing::PaymentId& id) override;
  billing::Page<billing::Payment> page(const billing::PaymentFilter& filter,
                                       std::optional<billing::PaymentId> after,
                                       std::size_t limit) override;
  std::int64_t unknown(std::size_t counted_max) override;

 private:
  TableViews<PaymentRow> payments_;
  Query unknown_;
};

}  // namespace sql
