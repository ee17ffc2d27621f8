#pragma once

#include <shared/domain/entity_id.hpp>

namespace webhook {

using EndpointId = shared::EntityId<"whe_">;
using DeliveryId = shared::EntityId<"whd_">;

}  // namespace webhook
