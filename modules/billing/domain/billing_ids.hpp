#pragma once

#include <shared/domain/entity_id.hpp>

// What billing names: each under a prefix of its own.
namespace billing {

using ProductId = shared::EntityId<"prod_">;
using PriceId = shared::EntityId<"price_">;
using SubscriptionId = shared::EntityId<"sub_">;
using InvoiceId = shared::EntityId<"in_">;
using PaymentId = shared::EntityId<"pay_">;

}  // namespace billing
