#include <adapters/sql/billing/subscription_row.hpp>

#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/billing/row_writer.hpp>
#include <adapters/sql/cells.hpp>

namespace sql {
namespace {

template <class Cells>
billing::Subscription subscription_in(const Cells& cells) {
  RowReader in{cells, "subscription"};
  return billing::Subscription{billing::Subscription::Fields{
      .id = in.template id<billing::SubscriptionId>(),
      .version = in.number(),
      .customer = in.customer(),
      .product = in.template id<billing::ProductId>(),
      .price = in.template id<billing::PriceId>(),
      .unit = in.money(),
      .interval = in.word(&billing::parse_interval),
      .quantity = in.number(),
      .entitlements = split(in.text()),
      .status = in.word(&billing::parse_subscription_status),
      .time_zone = in.text(),
      .anchor = in.date(),
      .period_no = in.number(),
      .period = in.period(),
      .trial_end = in.date_if_any(),
      .cancel_at_period_end = in.flag(),
      .canceled_at = in.instant_if_any(),
      .ended_at = in.instant_if_any(),
      .end_reason = in.text(),
      .paused_from = in.word_if_any(&billing::parse_subscription_status),
      .latest_invoice = in.template id_if_any<billing::InvoiceId>(),
      .due_at = in.instant_if_any(),
      .created_at = in.instant(),
      .updated_at = in.instant()}};
}

void write_end(SetWrite& cells, const billing::Subscription::Fields& is) {
  cells.cell(std::int64_t{is.cancel_at_period_end});
  write_instant(cells, is.canceled_at);
  write_instant(cells, is.ended_at);
  cells.cell(is.end_reason);
  if (is.paused_from) {
    cells.cell(billing::to_text(*is.paused_from));
  } else {
    cells.null();
  }
}

}  // namespace

const Table& SubscriptionRow::table() {
  static const Table subscription{"subscription",
                                  {{"id", 't'},
                                   {"version", 'n'},
                                   {"user_id", 't', true},
                                   {"product_id", 't'},
                                   {"price_id", 't'},
                                   {"unit_amount_minor", 'n'},
                                   {"currency", 't'},
                                   {"billing_interval", 't'},
                                   {"quantity", 'n'},
                                   {"entitlements", 't'},
                                   {"status", 't'},
                                   {"time_zone", 't'},
                                   {"anchor", 't'},
                                   {"period_no", 'n'},
                                   {"period_start", 't'},
                                   {"period_end", 't'},
                                   {"trial_end", 't'},
                                   {"cancel_at_period_end", 'n'},
                                   {"canceled_at", 'n'},
                                   {"ended_at", 'n'},
                                   {"end_reason", 't'},
                                   {"paused_from", 't'},
                                   {"latest_invoice_id", 't'},
                                   {"due_at", 'n'},
                                   {"created_at", 'n'},
                                   {"updated_at", 'n'}}};
  return subscription;
}

void SubscriptionRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.version).cell(is.customer.user_text());
  cells.cell(is.product.text()).cell(is.price.text());
  write_money(cells, is.unit);
  cells.cell(billing::to_text(is.interval)).cell(is.quantity).cell(joined(is.entitlements));
  cells.cell(billing::to_text(is.status)).cell(is.time_zone);
  cells.cell(billing::to_text(is.anchor)).cell(is.period_no);
  write_period(cells, is.period);
  write_date(cells, is.trial_end);
  write_end(cells, is);
  write_id(cells, is.latest_invoice);
  write_instant(cells, is.due_at);
  cells.cell(shared::to_unix_ms(is.created_at)).cell(shared::to_unix_ms(is.updated_at));
}

billing::Subscription SubscriptionRow::read(const SetRead& cells) { return subscription_in(cells); }
billing::Subscription SubscriptionRow::read(const Query& cells) { return subscription_in(cells); }

}  // namespace sql
