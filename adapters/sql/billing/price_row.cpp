#include <adapters/sql/billing/price_row.hpp>

#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/billing/row_writer.hpp>

namespace sql {
namespace {

template <class Cells>
billing::Price price_in(const Cells& cells) {
  RowReader in{cells, "price"};
  return billing::Price{
      billing::Price::Fields{.id = in.template id<billing::PriceId>(),
                             .version = in.number(),
                             .product = in.template id<billing::ProductId>(),
                             .revision = in.number(),
                             .replaces = in.template id_if_any<billing::PriceId>(),
                             .unit = in.money(),
                             .interval = in.word(&billing::parse_interval),
                             .archived = in.flag(),
                             .created_at = in.instant(),
                             .updated_at = in.instant()}};
}

}  // namespace

const Table& PriceRow::table() {
  static const Table price{"price",
                           {{"id", 't'},
                            {"version", 'n'},
                            {"product_id", 't', true},
                            {"revision", 'n'},
                            {"replaces", 't'},
                            {"unit_amount_minor", 'n'},
                            {"currency", 't'},
                            {"billing_interval", 't'},
                            {"archived", 'n'},
                            {"created_at", 'n'},
                            {"updated_at", 'n'}}};
  return price;
}

void PriceRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.version).cell(is.product.text()).cell(is.revision);
  write_id(cells, is.replaces);
  write_money(cells, is.unit);
  cells.cell(billing::to_text(is.interval)).cell(std::int64_t{is.archived});
  cells.cell(shared::to_unix_ms(is.created_at)).cell(shared::to_unix_ms(is.updated_at));
}

billing::Price PriceRow::read(const SetRead& cells) { return price_in(cells); }
billing::Price PriceRow::read(const Query& cells) { return price_in(cells); }

}  // namespace sql
