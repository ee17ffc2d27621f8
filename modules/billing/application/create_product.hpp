#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// CreateProduct: something new to sell. Says billing.product_created.
//   Errors  those of Product::create
class CreateProduct {
 public:
  struct Command {
    ProductId id;
    Product::Words words;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::ProductState>;

  explicit CreateProduct(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
