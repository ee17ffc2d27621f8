#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// ArchiveProduct: it is sold no more, at no price; subscriptions go on. Says
// billing.product_archived; where it was archived already, the state is the answer.
//   Errors  billing.product_not_found, billing.version_mismatch
class ArchiveProduct {
 public:
  struct Command {
    ProductId id;
    std::optional<std::int64_t> expected_version;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::ProductState>;

  explicit ArchiveProduct(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
