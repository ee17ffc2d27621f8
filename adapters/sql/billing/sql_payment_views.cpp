#include <adapters/sql/billing/sql_payment_views.hpp>

namespace sql {
namespace {

// In words by which the index on the few that it is about is known to serve.
void add_status(Conditions& conditions, billing::PaymentStatus status) {
  switch (status) {
    case billing::PaymentStatus::pending:
      conditions.add(" AND status = 'pending' AND next_at IS NOT NULL");
      break;
    case billing::PaymentStatus::unknown:
      conditions.add(" AND status = 'unknown' AND next_at IS NOT NULL");
      break;
    case billing::PaymentStatus::succeeded:
      conditions.add(" AND status = 'succeeded'");
      break;
    case billing::PaymentStatus::failed:
      conditions.add(" AND status = 'failed'");
      break;
  }
}

}  // namespace

std::optional<billing::Payment> SqlPaymentViews::find(const billing::PaymentId& id) {
  return payments_.find(id);
}

billing::Page<billing::Payment> SqlPaymentViews::page(const billing::PaymentFilter& filter,
                                                      std::optional<billing::PaymentId> after,
                                                      std::size_t limit) {
  Conditions conditions;
  if (filter.customer) {
    // By way of the customer's invoices: an index on user_id would cost every payment a write.
    conditions.add(" AND user_id = :user", filter.customer->user_text());
    conditions.add(" AND invoice_id IN (SELECT id FROM invoice WHERE user_id = :owner)",
                   filter.customer->user_text());
  }
  if (filter.invoice) conditions.add(" AND invoice_id = :invoice", filter.invoice->text());
  if (filter.status) add_status(conditions, *filter.status);
  return payments_.page(std::move(conditions), after, limit);
}

}  // namespace sql
