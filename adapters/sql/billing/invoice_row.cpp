#include <adapters/sql/billing/invoice_row.hpp>

#include <utility>

#include <adapters/sql/billing/json_cells.hpp>
#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/billing/row_writer.hpp>
#include <adapters/sql/cells.hpp>

#include <billing/domain/number_series.hpp>

namespace sql {
namespace {

template <class In>
std::string number_in(In& in) {
  const auto series = in.text_if_any();
  const auto number = in.number();
  return series ? billing::invoice_number(*series, number) : std::string{};
}

template <class In>
std::optional<billing::BillTo> bill_to_in(In& in) {
  const auto text = in.text_if_any();
  return text ? std::optional{read_bill_to(*text)} : std::nullopt;
}

template <class Cells>
billing::Invoice invoice_in(const Cells& cells) {
  RowReader in{cells, "invoice"};
  return billing::Invoice{
      billing::Invoice::Fields{.id = in.template id<billing::InvoiceId>(),
                               .version = in.number(),
                               .customer = in.customer(),
                               .subscription = in.template id_if_any<billing::SubscriptionId>(),
                               .kind = in.text(),
                               .status = in.word(&billing::parse_invoice_status),
                               .currency = billing::Currency::stored(in.text()),
                               .period = in.period(),
                               .lines = read_lines(in.text()),
                               .total_minor = in.number(),
                               .credit_applied_minor = in.number(),
                               .amount_paid_minor = in.number(),
                               .finalize_at = in.instant_if_any(),
                               .number = number_in(in),
                               .bill_to = bill_to_in(in),
                               .issued_at = in.instant_if_any(),
                               .due_at = in.instant_if_any(),
                               .paid_at = in.instant_if_any(),
                               .closed_at = in.instant_if_any(),
                               .payment = in.template id_if_any<billing::PaymentId>(),
                               .attempts = in.number(),
                               .created_at = in.instant(),
                               .updated_at = in.instant()}};
}

void write_number(SetWrite& cells, const std::string& number) {
  if (number.empty()) {
    cells.null().null();
    return;
  }
  const auto parts = billing::parse_invoice_number(number);
  if (!parts) throw sync::StoreRejected("an invoice number of no series");
  cells.cell(parts->series).cell(parts->number);
}

}  // namespace

const Table& InvoiceRow::table() {
  static const Table invoice{"invoice",
                             {{"id", 't'},
                              {"version", 'n'},
                              {"user_id", 't', true},
                              {"subscription_id", 't'},
                              {"kind", 't'},
                              {"status", 't'},
                              {"currency", 't'},
                              {"period_start", 't'},
                              {"period_end", 't'},
                              {"lines", 't'},
                              {"total_minor", 'n'},
                              {"credit_applied_minor", 'n'},
                              {"amount_paid_minor", 'n'},
                              {"finalize_at", 'n'},
                              {"series", 't'},
                              {"series_no", 'n'},
                              {"bill_to", 't'},
                              {"issued_at", 'n'},
                              {"due_at", 'n'},
                              {"paid_at", 'n'},
                              {"closed_at", 'n'},
                              {"payment_id", 't'},
                              {"attempts", 'n'},
                              {"created_at", 'n'},
                              {"updated_at", 'n'}}};
  return invoice;
}

void InvoiceRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.version).cell(is.customer.user_text());
  write_id(cells, is.subscription);
  cells.cell(is.kind).cell(billing::to_text(is.status)).cell(is.currency.code());
  write_period(cells, is.period);
  cells.cell(lines_text(is.lines));
  cells.cell(is.total_minor).cell(is.credit_applied_minor).cell(is.amount_paid_minor);
  write_instant(cells, is.finalize_at);
  write_number(cells, is.number);
  write_text(cells, is.bill_to ? std::optional{bill_to_text(*is.bill_to)} : std::nullopt);
  write_instant(cells, is.issued_at);
  write_instant(cells, is.due_at);
  write_instant(cells, is.paid_at);
  write_instant(cells, is.closed_at);
  write_id(cells, is.payment);
  cells.cell(is.attempts);
  cells.cell(shared::to_unix_ms(is.created_at)).cell(shared::to_unix_ms(is.updated_at));
}

billing::Invoice InvoiceRow::read(const SetRead& cells) { return invoice_in(cells); }
billing::Invoice InvoiceRow::read(const Query& cells) { return invoice_in(cells); }

}  // namespace sql
