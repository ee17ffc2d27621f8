#include <billing/domain/billing_profile.hpp>

namespace billing {

bool BillingProfile::change(Currency currency, std::optional<TaxId> tax_id) {
  if (currency == fields_.currency && tax_id == fields_.tax_id) return false;
  fields_.currency = std::move(currency);
  fields_.tax_id = std::move(tax_id);
  ++fields_.version;
  return true;
}

}  // namespace billing
