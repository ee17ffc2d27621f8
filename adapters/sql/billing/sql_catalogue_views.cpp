#include <adapters/sql/billing/sql_catalogue_views.hpp>

namespace sql {

std::optional<billing::Product> SqlCatalogueViews::product(const billing::ProductId& id) {
  return products_.find(id);
}

std::optional<billing::Price> SqlCatalogueViews::price(const billing::PriceId& id) {
  return prices_.find(id);
}

billing::Page<billing::Product> SqlCatalogueViews::products(std::optional<billing::ProductId> after,
                                                            std::size_t limit) {
  return products_.page({}, after, limit);
}

billing::Page<billing::Price> SqlCatalogueViews::prices(std::optional<billing::ProductId> product,
                                                        std::optional<billing::PriceId> after,
                                                        std::size_t limit) {
  Conditions conditions;
  if (product) conditions.add(" AND product_id = :product", product->text());
  return prices_.page(std::move(conditions), after, limit);
}

}  // namespace sql
