#include <adapters/sql/billing/product_row.hpp>

#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/cells.hpp>

namespace sql {
namespace {

template <class Cells>
billing::Product product_in(const Cells& cells) {
  RowReader in{cells, "product"};
  return billing::Product{billing::Product::Fields{.id = in.template id<billing::ProductId>(),
                                                   .version = in.number(),
                                                   .name = in.text(),
                                                   .description = in.text(),
                                                   .entitlements = split(in.text()),
                                                   .archived = in.flag(),
                                                   .created_at = in.instant(),
                                                   .updated_at = in.instant()}};
}

}  // namespace

const Table& ProductRow::table() {
  static const Table product{"product",
                             {{"id", 't'},
                              {"version", 'n'},
                              {"name", 't'},
                              {"description", 't'},
                              {"entitlements", 't'},
                              {"archived", 'n'},
                              {"created_at", 'n'},
                              {"updated_at", 'n'}}};
  return product;
}

void ProductRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.version).cell(is.name).cell(is.description).cell(joined(is.entitlements));
  cells.cell(std::int64_t{is.archived});
  cells.cell(shared::to_unix_ms(is.created_at)).cell(shared::to_unix_ms(is.updated_at));
}

billing::Product ProductRow::read(const SetRead& cells) { return product_in(cells); }
billing::Product ProductRow::read(const Query& cells) { return product_in(cells); }

}  // namespace sql
