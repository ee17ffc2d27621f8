#pragma once

#include <compare>
#include <string>
#include <vector>

#include <ports/shared/rows.hpp>

#include <webhook/domain/delivery.hpp>
#include <webhook/domain/endpoint.hpp>

namespace webhook {

using Endpoints = shared::Rows<EndpointId, Endpoint>;
using Deliveries = shared::Rows<DeliveryId, Delivery>;

// EndpointRegister: which endpoints there are: the one row that leads to all of them, for whoever
// must know them all. At most endpoints_max.
struct EndpointRegister {
  struct Key {
    std::string text() const { return "all"; }
    auto operator<=>(const Key&) const = default;
  };

  std::vector<EndpointId> ids;  // in the order of their making

  bool operator==(const EndpointRegister&) const = default;
};
using EndpointRegisters = shared::Rows<EndpointRegister::Key, EndpointRegister>;

}  // namespace webhook
