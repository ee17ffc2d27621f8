#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include <billing/domain/billing_ids.hpp>
#include <billing/domain/calendar.hpp>
#include <billing/domain/money.hpp>
#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Price: what one unit of a product costs per interval. Immutable: it can only be archived, or be
// replaced by a new revision; whoever bought at it keeps it.
//   Shape   unit amount 0 to 10^12 minor units; revision 1, 2, 3, ... along a line of replacements
//   Errors  billing.unit_amount_out_of_range
class Price {
 public:
  struct Fields {
    PriceId id;
    std::int64_t version = 1;  // of the aggregate: 2 once it is archived
    ProductId product;
    std::int64_t revision = 1;
    std::optional<PriceId> replaces;
    Money unit;
    Interval interval = Interval::month;
    bool archived = false;
    shared::Instant created_at;
    shared::Instant updated_at;

    bool operator==(const Fields&) const = default;
  };

  static constexpr std::int64_t unit_amount_minor_max = 1'000'000'000'000;

  static shared::Result<Price> create(PriceId id, ProductId product, Money unit, Interval interval,
                                      shared::Instant now);
  // The next revision: same product, currency and interval, another amount.
  static shared::Result<Price> replacing(const Price& old, PriceId id, std::int64_t amount_minor,
                                         shared::Instant now);
  explicit Price(Fields fields) : fields_{std::move(fields)} {}

  // An archived price is sold no more; false where it was already.
  bool archive(shared::Instant now);

  const Fields& fields() const { return fields_; }
  bool operator==(const Price&) const = default;

 private:
  Fields fields_;
};

}  // namespace billing
