#include <billing/domain/billing_profile.hpp>

namespace billing {

bool BillingProfile::change(Words words) {
  const Fields before = fields_;
  if (words.currency) fields_.currency = std::move(*words.currency);
  if (words.tax_id) fields_.tax_id = std::move(*words.tax_id);
  if (words.address) fields_.address = std::move(*words.address);
  if (words.payment_method) fields_.payment_method = std::move(*words.payment_method);
  if (fields_ == before) return false;
  ++fields_.version;
  return true;
}

}  // namespace billing
