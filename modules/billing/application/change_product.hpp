#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// ChangeProduct: other words for a product. Says billing.product_changed; where nothing changes,
// the state is the answer.
//   Errors  billing.product_not_found, billing.version_mismatch, those of Product::change
class ChangeProduct {
 public:
  struct Command {
    ProductId id;
    std::optional<std::int64_t> expected_version;
    Product::Words words;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::ProductState>;

  explicit ChangeProduct(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
