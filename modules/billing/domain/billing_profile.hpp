#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include <billing/domain/currency.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/tax_id.hpp>

// BillingProfile: what billing itself knows about a customer, beyond its copy of the user.
//   Units   version counts the changes from 1; what changes nothing is no change
namespace billing {

class BillingProfile {
 public:
  struct Fields {
    CustomerId id;
    std::int64_t version = 1;
    Currency currency;
    std::optional<TaxId> tax_id;

    bool operator==(const Fields&) const = default;
  };

  // A new profile, at version 1.
  BillingProfile(CustomerId id, Currency currency, std::optional<TaxId> tax_id)
      : fields_{id, 1, std::move(currency), std::move(tax_id)} {}
  // One that was, read back from a store.
  explicit BillingProfile(Fields fields) : fields_{std::move(fields)} {}

  // Answers whether anything changed.
  bool change(Currency currency, std::optional<TaxId> tax_id);

  const Fields& fields() const { return fields_; }
  bool operator==(const BillingProfile&) const = default;

 private:
  Fields fields_;
};

}  // namespace billing
