#include <adapters/sql/billing/sql_small_rows.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {

const Table& CustomerCreditRow::table() {
  static const Table customer_credit{"customer_credit",
                                     {{"customer_currency", 't'}, {"credit_minor", 'n'}}};
  return customer_credit;
}

billing::CustomerCredit CustomerCreditRow::read(const SetRead& cells) {
  const std::string_view key = cells.text(0);
  const auto colon = key.find(':');
  const auto customer = billing::CustomerId::parse(key.substr(0, colon));
  if (!customer || colon == std::string_view::npos) {
    throw sync::StoreBroken("a row of customer_credit that cannot be read");
  }
  return {.key = {*customer, std::string{key.substr(colon + 1)}}, .credit_minor = cells.number(1)};
}

const Table& PaymentReferenceRow::table() {
  static const Table payment_reference{"payment_reference",
                                       {{"invoice_reference", 't'}, {"payment_id", 't'}}};
  return payment_reference;
}

billing::PaymentReference PaymentReferenceRow::read(const SetRead& cells) {
  const std::string_view key = cells.text(0);
  const auto colon = key.find(':');
  const auto invoice = billing::InvoiceId::parse(key.substr(0, colon));
  const auto payment = billing::PaymentId::parse(cells.text(1));
  if (!invoice || !payment || colon == std::string_view::npos) {
    throw sync::StoreBroken("a row of payment_reference that cannot be read");
  }
  return {.key = {*invoice, std::string{key.substr(colon + 1)}}, .payment = *payment};
}

const Table& NumberSeriesRow::table() {
  static const Table number_series{"number_series", {{"name", 't'}, {"next_no", 'n'}}};
  return number_series;
}

const Table& ClockSettingRow::table() {
  static const Table clock_setting{"clock_setting",
                                   {{"id", 't'}, {"version", 'n'}, {"ahead_ms", 'n'}}};
  return clock_setting;
}

}  // namespace sql
