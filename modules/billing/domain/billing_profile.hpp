#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <billing/domain/address.hpp>
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
    std::optional<Address> address;
    // What the gateway charges: its token, never a card's number. Empty: nothing.
    std::string payment_method;

    bool operator==(const Fields&) const = default;
  };

  // A new one is at version 1; one that was is read back from a store.
  explicit BillingProfile(Fields fields) : fields_{std::move(fields)} {}

  // What a person may say of it; what is missing stays as it is.
  struct Words {
    std::optional<Currency> currency;
    std::optional<std::optional<TaxId>> tax_id;
    std::optional<std::optional<Address>> address;
    std::optional<std::string> payment_method;
  };
  // Answers whether anything changed.
  bool change(Words words);

  const Fields& fields() const { return fields_; }
  bool operator==(const BillingProfile&) const = default;

 private:
  Fields fields_;
};

}  // namespace billing
