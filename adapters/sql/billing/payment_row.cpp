#include <adapters/sql/billing/payment_row.hpp>

#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/billing/row_writer.hpp>
#include <adapters/sql/cells.hpp>

namespace sql {
namespace {

template <class Cells>
billing::Payment payment_in(const Cells& cells) {
  RowReader in{cells, "payment"};
  return billing::Payment{
      billing::Payment::Fields{.id = in.template id<billing::PaymentId>(),
                               .version = in.number(),
                               .invoice = in.template id<billing::InvoiceId>(),
                               .customer = in.customer(),
                               .amount = in.money(),
                               .kind = in.text(),
                               .method = in.text(),
                               .reference = in.text(),
                               .status = in.word(&billing::parse_payment_status),
                               .failure = in.text(),
                               .lookups = in.number(),
                               .next_at = in.instant_if_any(),
                               .created_at = in.instant(),
                               .updated_at = in.instant()}};
}

}  // namespace

const Table& PaymentRow::table() {
  static const Table payment{"payment",
                             {{"id", 't'},
                              {"version", 'n'},
                              {"invoice_id", 't', true},
                              {"user_id", 't'},
                              {"amount_minor", 'n'},
                              {"currency", 't'},
                              {"kind", 't'},
                              {"method", 't'},
                              {"reference", 't'},
                              {"status", 't'},
                              {"failure", 't'},
                              {"lookups", 'n'},
                              {"next_at", 'n'},
                              {"created_at", 'n'},
                              {"updated_at", 'n'}}};
  return payment;
}

void PaymentRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.version).cell(is.invoice.text()).cell(is.customer.user_text());
  write_money(cells, is.amount);
  cells.cell(is.kind).cell(is.method).cell(is.reference);
  cells.cell(billing::to_text(is.status)).cell(is.failure).cell(is.lookups);
  write_instant(cells, is.next_at);
  cells.cell(shared::to_unix_ms(is.created_at)).cell(shared::to_unix_ms(is.updated_at));
}

billing::Payment PaymentRow::read(const SetRead& cells) { return payment_in(cells); }
billing::Payment PaymentRow::read(const Query& cells) { return payment_in(cells); }

}  // namespace sql
