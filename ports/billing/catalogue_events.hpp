#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <shared/domain/instant.hpp>

// What billing says of its catalogue, at schema version 1.
namespace billing::events {

struct ProductState {
  std::string id;  // "prod_..."
  std::int64_t version = 0;
  std::string name;
  std::string description;
  std::vector<std::string> entitlements;
  bool archived = false;
  shared::Instant created_at;
  shared::Instant updated_at;

  bool operator==(const ProductState&) const = default;
};

struct ProductCreated {
  static constexpr std::string_view type = "billing.product_created";
  ProductState after;
};
struct ProductChanged {
  static constexpr std::string_view type = "billing.product_changed";
  ProductState after;
  ProductState before;
};
struct ProductArchived {
  static constexpr std::string_view type = "billing.product_archived";
  ProductState after;
  ProductState before;
};

struct PriceState {
  std::string id;  // "price_..."
  std::int64_t version = 0;
  std::string product_id;
  std::int64_t revision = 1;            // 1, 2, 3, ... along a line of replacements
  std::optional<std::string> replaces;  // "price_..."
  std::string currency;                 // ISO 4217 in lower case
  std::int64_t unit_amount_minor = 0;
  std::string interval;  // "month" | "year"
  bool archived = false;
  shared::Instant created_at;
  shared::Instant updated_at;

  bool operator==(const PriceState&) const = default;
};

struct PriceCreated {
  static constexpr std::string_view type = "billing.price_created";
  PriceState after;
};
struct PriceArchived {
  static constexpr std::string_view type = "billing.price_archived";
  PriceState after;
  PriceState before;
};

inline constexpr std::string_view product_aggregate = "product";  // key: "prod_..."
inline constexpr std::string_view price_aggregate = "price";      // key: "price_..."

}  // namespace billing::events
