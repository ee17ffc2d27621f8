#include <adapters/sql/billing/sql_billing_profiles.hpp>

#include <adapters/sql/billing/json_cells.hpp>
#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/billing/row_writer.hpp>

namespace sql {
namespace {

template <class Cells>
billing::BillingProfile profile_in(const Cells& cells) {
  RowReader in{cells, "billing_profile"};
  billing::BillingProfile::Fields fields{.id = in.customer(),
                                         .version = in.number(),
                                         .currency = billing::Currency::stored(in.text()),
                                         .tax_id = std::nullopt,
                                         .address = std::nullopt,
                                         .payment_method = {}};
  if (const auto tax_id = in.text_if_any()) fields.tax_id = billing::TaxId::stored(*tax_id);
  if (const auto address = in.text_if_any()) fields.address = read_address(*address);
  fields.payment_method = in.text();
  return billing::BillingProfile{std::move(fields)};
}

}  // namespace

const Table& BillingProfileRow::table() {
  static const Table billing_profile{"billing_profile",
                                     {{"user_id", 't'},
                                      {"version", 'n'},
                                      {"currency", 't'},
                                      {"tax_id", 't'},
                                      {"address", 't'},
                                      {"payment_method", 't'}}};
  return billing_profile;
}

void BillingProfileRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.version).cell(is.currency.code());
  write_text(cells, is.tax_id ? std::optional{is.tax_id->text()} : std::nullopt);
  write_text(cells, is.address ? std::optional{address_text(*is.address)} : std::nullopt);
  cells.cell(is.payment_method);
}

billing::BillingProfile BillingProfileRow::read(const SetRead& cells) { return profile_in(cells); }
billing::BillingProfile BillingProfileRow::read(const Query& cells) { return profile_in(cells); }

}  // namespace sql
