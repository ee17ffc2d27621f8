#pragma once

#include <ports/billing/billing_rows.hpp>

#include <billing/domain/money.hpp>

// The credit of customers, as use cases change it.
namespace billing {

inline CustomerCredit::Key credit_key(const CustomerId& customer, const Currency& currency) {
  return {.customer = customer, .currency = currency.code()};
}

// What a customer has; the row must be wanted. No row: nothing.
inline CustomerCredit credit_of(CustomerCredits& credits, const CustomerCredit::Key& key) {
  return credits.find(key).value_or(CustomerCredit{.key = key, .credit_minor = 0});
}

// The same with more of it. Errors: billing.amount_overflow
inline shared::Result<CustomerCredit> more_credit(CustomerCredits& credits,
                                                  const CustomerCredit::Key& key,
                                                  std::int64_t more_minor) {
  auto credit = credit_of(credits, key);
  const auto sum = add(credit.credit_minor, more_minor);
  if (!sum) return shared::refuse(sum.error());
  credit.credit_minor = *sum;
  return credit;
}

}  // namespace billing
