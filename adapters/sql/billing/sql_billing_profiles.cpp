#include <adapters/sql/billing/sql_billing_profiles.hpp>

namespace sql {

const Table& BillingProfileRow::table() {
  static const Table billing_profile{
      "billing_profile",
      {{"user_id", 't'}, {"version", 'n'}, {"currency", 't'}, {"tax_id", 't'}}};
  return billing_profile;
}

void BillingProfileRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.version).cell(is.currency.code());
  if (is.tax_id) {
    cells.cell(is.tax_id->text());
  } else {
    cells.null();
  }
}

billing::BillingProfile BillingProfileRow::read(const SetRead& cells) {
  const auto id = billing::CustomerId::of_user(cells.text(0));
  if (!id) throw sync::StoreBroken("a billing_profile row that cannot be read");
  billing::BillingProfile::Fields fields{.id = *id,
                                         .version = cells.number(1),
                                         .currency = billing::Currency::stored(cells.text(2)),
                                         .tax_id = std::nullopt};
  if (!cells.is_null(3)) fields.tax_id = billing::TaxId::stored(cells.text(3));
  return billing::BillingProfile{std::move(fields)};
}

}  // namespace sql
