#pragma once

#include <ports/billing/catalogue_events.hpp>
#include <ports/billing/invoice_events.hpp>
#include <ports/billing/payment_events.hpp>
#include <ports/billing/subscription_events.hpp>

#include <billing/domain/invoice.hpp>
#include <billing/domain/payment.hpp>
#include <billing/domain/price.hpp>
#include <billing/domain/product.hpp>
#include <billing/domain/subscription.hpp>

// How billing's aggregates appear in events and answers.
namespace billing {

inline events::ProductState state_of(const Product& product) {
  const auto& is = product.fields();
  return {.id = is.id.text(),
          .version = is.version,
          .name = is.name,
          .description = is.description,
          .entitlements = is.entitlements,
          .archived = is.archived,
          .created_at = is.created_at,
          .updated_at = is.updated_at};
}

inline events::PriceState state_of(const Price& price) {
  const auto& is = price.fields();
  return {.id = is.id.text(),
          .version = is.version,
          .product_id = is.product.text(),
          .revision = is.revision,
          .replaces = is.replaces ? std::optional{is.replaces->text()} : std::nullopt,
          .currency = is.unit.currency.code(),
          .unit_amount_minor = is.unit.amount_minor,
          .interval = std::string{to_text(is.interval)},
          .archived = is.archived,
          .created_at = is.created_at,
          .updated_at = is.updated_at};
}

inline events::SubscriptionState state_of(const Subscription& subscription) {
  const auto& is = subscription.fields();
  return {.id = is.id.text(),
          .version = is.version,
          .customer_id = is.customer.text(),
          .user_id = is.customer.user_text(),
          .product_id = is.product.text(),
          .price_id = is.price.text(),
          .currency = is.unit.currency.code(),
          .unit_amount_minor = is.unit.amount_minor,
          .interval = std::string{to_text(is.interval)},
          .quantity = is.quantity,
          .entitlements = is.entitlements,
          .status = std::string{to_text(is.status)},
          .paused_from =
              is.paused_from ? std::optional{std::string{to_text(*is.paused_from)}} : std::nullopt,
          .entitled = subscription.entitles(),
          .time_zone = is.time_zone,
          .current_period_start = to_text(is.period.start),
          .current_period_end = to_text(is.period.end),
          .trial_end = is.trial_end ? std::optional{to_text(*is.trial_end)} : std::nullopt,
          .cancel_at_period_end = is.cancel_at_period_end,
          .canceled_at = is.canceled_at,
          .ended_at = is.ended_at,
          .end_reason = is.end_reason,
          .latest_invoice_id =
              is.latest_invoice ? std::optional{is.latest_invoice->text()} : std::nullopt,
          .created_at = is.created_at,
          .updated_at = is.updated_at};
}

inline events::InvoiceLineState state_of(const InvoiceLine& line) {
  return {.description = line.description,
          .price_id = line.price ? std::optional{line.price->text()} : std::nullopt,
          .quantity = line.quantity,
          .unit_amount_minor = line.unit_amount_minor,
          .amount_minor = line.amount_minor,
          .period_start = to_text(line.period.start),
          .period_end = to_text(line.period.end)};
}

inline events::InvoiceState state_of(const Invoice& invoice) {
  const auto& is = invoice.fields();
  events::InvoiceState state{
      .id = is.id.text(),
      .version = is.version,
      .customer_id = is.customer.text(),
      .user_id = is.customer.user_text(),
      .subscription_id = is.subscription ? std::optional{is.subscription->text()} : std::nullopt,
      .kind = is.kind,
      .status = std::string{to_text(is.status)},
      .number = is.number.empty() ? std::nullopt : std::optional{is.number},
      .currency = is.currency.code(),
      .period_start = to_text(is.period.start),
      .period_end = to_text(is.period.end),
      .lines = {},
      .total_minor = is.total_minor,
      .credit_applied_minor = is.credit_applied_minor,
      .amount_paid_minor = is.amount_paid_minor,
      .amount_remaining_minor = invoice.remaining_minor(),
      .issued_at = is.issued_at,
      .due_at = is.due_at,
      .paid_at = is.paid_at,
      .closed_at = is.closed_at,
      .payment_id = is.payment ? std::optional{is.payment->text()} : std::nullopt,
      .attempts = is.attempts,
      .created_at = is.created_at,
      .updated_at = is.updated_at};
  state.lines.reserve(is.lines.size());
  for (const auto& line : is.lines) state.lines.push_back(state_of(line));
  return state;
}

inline events::PaymentState state_of(const Payment& payment) {
  const auto& is = payment.fields();
  return {.id = is.id.text(),
          .version = is.version,
          .invoice_id = is.invoice.text(),
          .customer_id = is.customer.text(),
          .user_id = is.customer.user_text(),
          .currency = is.amount.currency.code(),
          .amount_minor = is.amount.amount_minor,
          .kind = is.kind,
          .status = std::string{to_text(is.status)},
          .failure = is.failure,
          .lookups = is.lookups,
          .next_at = is.next_at,
          .created_at = is.created_at,
          .updated_at = is.updated_at};
}

}  // namespace billing
