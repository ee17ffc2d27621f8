#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// CreatePrice: what a product costs, as a new line or as the next revision of a price, which is
// then archived in the same commit. Says billing.price_archived for that one, then
// billing.price_created.
//   Errors  billing.product_not_found, billing.product_archived, billing.price_not_found,
//           billing.price_archived, billing.price_replaced_differs (a revision keeps product,
//           currency and interval), billing.currency_unknown, billing.interval_unknown, those of
//           Price::create
class CreatePrice {
 public:
  struct Command {
    PriceId id;
    std::optional<ProductId> product;     // required where nothing is replaced
    std::optional<std::string> currency;  // likewise
    std::optional<std::string> interval;  // likewise: "month" | "year"
    std::int64_t unit_amount_minor = 0;
    std::optional<PriceId> replaces;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::PriceState>;

  explicit CreatePrice(const BillingPorts& ports) : ports_(ports) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  shared::Result<Unchanged> begin(const Command& command) const;
  shared::Result<Unchanged> replace(const Command& command, const PriceId& id) const;
  shared::Done on_sale(const ProductId& id) const;
  shared::Result<Unchanged> say(shared::Result<Price> price) const;

  BillingPorts ports_;
};

}  // namespace billing
