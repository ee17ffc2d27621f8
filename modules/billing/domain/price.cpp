#include <billing/domain/price.hpp>

#include <billing/domain/billing_errors.hpp>

namespace billing {
namespace {

bool in_range(std::int64_t amount_minor) {
  return amount_minor >= 0 && amount_minor <= Price::unit_amount_minor_max;
}

}  // namespace

shared::Result<Price> Price::create(PriceId id, ProductId product, Money unit, Interval interval,
                                    shared::Instant now) {
  if (!in_range(unit.amount_minor)) return shared::refuse(errors::unit_amount_out_of_range());
  return Price{Fields{.id = id,
                      .version = 1,
                      .product = product,
                      .revision = 1,
                      .replaces = std::nullopt,
                      .unit = std::move(unit),
                      .interval = interval,
                      .archived = false,
                      .created_at = now,
                      .updated_at = now}};
}

shared::Result<Price> Price::replacing(const Price& old, PriceId id, std::int64_t amount_minor,
                                       shared::Instant now) {
  const auto& was = old.fields();
  auto price = create(id, was.product, {amount_minor, was.unit.currency}, was.interval, now);
  if (!price) return shared::refuse(price.error());
  price->fields_.revision = was.revision + 1;
  price->fields_.replaces = was.id;
  return price;
}

bool Price::archive(shared::Instant now) {
  if (fields_.archived) return false;
  fields_.archived = true;
  ++fields_.version;
  fields_.updated_at = now;
  return true;
}

}  // namespace billing
