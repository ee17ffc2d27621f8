#pragma once

#include <cstddef>
#include <optional>

#include <billing/domain/price.hpp>
#include <billing/domain/product.hpp>

#include <ports/billing/page.hpp>

namespace billing {

// CatalogueViews: what is for sale, as readers see it: durable state only, each call one consistent
// read; pages in order of id, behind `after`.
class CatalogueViews {
 public:
  virtual ~CatalogueViews() = default;
  virtual std::optional<Product> product(const ProductId& id) = 0;
  virtual std::optional<Price> price(const PriceId& id) = 0;
  virtual Page<Product> products(std::optional<ProductId> after, std::size_t limit) = 0;
  // Of one product, or of all.
  virtual Page<Price> prices(std::optional<ProductId> product, std::optional<PriceId> after,
                             std::size_t limit) = 0;
};

}  // namespace billing
