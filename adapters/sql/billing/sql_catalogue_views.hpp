#pragma once

#include <adapters/sql/billing/price_row.hpp>
#include <adapters/sql/billing/product_row.hpp>
#include <adapters/sql/billing/table_views.hpp>

#include <ports/billing/catalogue_views.hpp>

namespace sql {

// SqlCatalogueViews: product and price as readers see them.
class SqlCatalogueViews final : public billing::CatalogueViews {
 public:
  explicit SqlCatalogueViews(Session& reader) : products_(reader), prices_(reader) {}

  std::optional<billing::Product> product(const billing::ProductId& id) override;
  std::optional<billing::Price> price(const billing::PriceId& id) override;
  billing::Page<billing::Product> products(std::optional<billing::ProductId> after,
                                           std::size_t limit) override;
  billing::Page<billing::Price> prices(std::optional<billing::ProductId> product,
                                       std::optional<billing::PriceId> after,
                                       std::size_t limit) override;

 private:
  TableViews<ProductRow> products_;
  TableViews<PriceRow> prices_;
};

}  // namespace sql
