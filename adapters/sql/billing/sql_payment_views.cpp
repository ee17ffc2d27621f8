#include <adapters/sql/billing/sql_payment_views.hpp>

namespace sql {
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

}  // namespace sql
