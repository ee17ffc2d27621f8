#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// ArchivePrice: it is sold no more; who pays it goes on paying it. Says billing.price_archived;
// where it was archived already, the state is the answer.
//   Errors  billing.price_not_found, billing.version_mismatch
class ArchivePrice {
 public:
  struct Command {
    PriceId id;
    std::optional<std::int64_t> expected_version;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::PriceState>;

  explicit ArchivePrice(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  BillingPorts ports_;
};

}  // namespace billing
