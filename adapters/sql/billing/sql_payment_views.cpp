#include <adapters/sql/billing/sql_payment_views.hpp>

namespace sql {

SqlPaymentViews::SqlPaymentViews(Session& reader)
    : payments_(reader),
      unknown_(reader,
               "SELECT COUNT(*) FROM (SELECT id FROM payment WHERE status = 'unknown' "
               "AND status <> 'succeeded' LIMIT :most) AS counted",
               "n", "n") {}

std::optional<billing::Payment> SqlPaymentViews::find(const billing::PaymentId& id) {
  return payments_.find(id);
}

billing::Page<billing::Payment> SqlPaymentViews::page(const billing::PaymentFilter& filter,
                                                      std::optional<billing::PaymentId> after,
                                                      std::size_t limit) {
  Conditions conditions;
  if (filter.customer) {
    // By way of the customer's invoices: an index on user_id would cost every payment a write.
    conditions.add(" AND invoice_id IN (SELECT id FROM invoice WHERE user_id = :user)",
                   filter.customer->user_text());
  }
  if (filter.invoice) conditions.add(" AND invoice_id = :invoice", filter.invoice->text());
  if (filter.status) {
    conditions.add(" AND status = :status", std::string{billing::to_text(*filter.status)});
    // Said in words, so that the index on the few is known to serve.
    const bool few = !filter.customer && !filter.invoice &&
                     *filter.status != billing::PaymentStatus::succeeded;
    if (few) conditions.add(" AND status <> 'succeeded'");
  }
  return payments_.page(std::move(conditions), after, limit);
}

std::int64_t SqlPaymentViews::unknown(std::size_t counted_max) {
  std::int64_t count = 0;
  unknown_.with(counted_max).each([&] { count = unknown_.number(0); });
  return count;
}

}  // namespace sql
