#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <billing/domain/billing_ids.hpp>
#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Product: what can be subscribed to; what it costs is said by its prices.
//   Shape   name 1-200 characters without control characters; description up to 2,000;
//           entitlements: at most 50 different words [a-z0-9_.-]{1,64}, in alphabetical
//           order, whatever the order in which they were said
//   Units   version counts the changes from 1; what changes nothing is no change
//   Errors  billing.product_name_invalid, billing.product_description_invalid,
//           billing.entitlement_invalid, billing.too_many_entitlements, billing.product_archived
class Product {
 public:
  struct Fields {
    ProductId id;
    std::int64_t version = 1;
    std::string name;
    std::string description;
    std::vector<std::string> entitlements;  // what its subscribers may do
    bool archived = false;
    shared::Instant created_at;
    shared::Instant updated_at;

    bool operator==(const Fields&) const = default;
  };
  // What a person may say of it; what is missing stays as it is.
  struct Words {
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<std::vector<std::string>> entitlements;
  };

  static shared::Result<Product> create(ProductId id, const Words& words, shared::Instant now);
  // One that was, read back from a store.
  explicit Product(Fields fields) : fields_{std::move(fields)} {}

  // Whether anything changed. Subscriptions keep the entitlements they were sold with.
  shared::Result<bool> change(const Words& words, shared::Instant now);
  // An archived product gets no new prices and no new subscriptions; false where it was already.
  bool archive(shared::Instant now);

  const Fields& fields() const { return fields_; }
  bool operator==(const Product&) const = default;

 private:
  Fields fields_;
};

}  // namespace billing
