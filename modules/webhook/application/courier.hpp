#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <ports/shared/clock.hpp>
#include <ports/shared/works.hpp>
#include <ports/webhook/signer.hpp>
#include <ports/webhook/transport.hpp>
#include <ports/webhook/webhook_views.hpp>

#include <webhook/application/forget_deliveries.hpp>
#include <webhook/application/settle_delivery.hpp>

namespace webhook {

// Courier: brings pending deliveries to their endpoints, as a process that is stepped by whoever
// has a thread.
//   At least once  what is on its way is known to this process alone: after a crash it is sent
//                  again, under the same id. How an attempt ended is kept here until it is durable
//   Bounds         so many messages on their way, in all and to one endpoint, whose turns rotate;
//                  an endpoint that hangs keeps no other waiting
class Courier {
 public:
  struct Limits {
    std::size_t in_flight_max = 32;
    std::size_t per_endpoint_max = 4;
    std::size_t canceling_max = 64;          // of one endpoint, at a time
    std::chrono::milliseconds idle{500};     // between two looks where nothing is due
    std::chrono::milliseconds pause{1'000};  // where settlements are unavailable
    std::chrono::milliseconds rest{60'000};  // of a delivery whose settlement is refused
    std::chrono::milliseconds forget_every{std::chrono::hours{1}};
  };
  struct Parts {
    EndpointViews& endpoints;
    DueDeliveries& due;
    Transport& transport;
    const Signer& signer;
    shared::Works& works;
    shared::Clock& clock;
    const SettleDelivery& settle_delivery;
    const ForgetDeliveries& forget_deliveries;
  };
  // Since the process began, each once it was durable.
  struct Counts {
    std::int64_t succeeded = 0;  // attempts
    std::int64_t failed = 0;
    std::int64_t canceled = 0;  // deliveries
    std::int64_t forgotten = 0;
  };

  Courier(const Parts& parts, Limits limits) : parts_(parts), limits_(limits) {}
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Sends what is due; when it wants to be stepped again, at the latest (0: at once). It should be
  // stepped sooner when something became pending, or one of its ends was heard. What the views
  // throw passes through, and it stands where it stood.
  std::chrono::milliseconds step();

  const Counts& counts() const { return counts_; }
  std::size_t in_flight() const { return flights_.size(); }

 private:
  // A delivery from when it is sent until its attempt's end is durable.
  struct Flight {
    EndpointId endpoint;
    int attempts_before = 0;
    std::int64_t endpoint_version = 0;
    std::optional<Attempt> ended;
    bool settling = false;
    std::chrono::milliseconds settle_at{0};  // monotonic
  };

  void settle_again();
  void forget();
  std::chrono::milliseconds serve(const EndpointId& id, const std::vector<Endpoint>& all);
  std::chrono::milliseconds send_due(const Endpoint& endpoint);
  std::chrono::milliseconds cancel_due(const EndpointId& id, const Endpoint* disabled);
  std::size_t flights_to(const EndpointId& endpoint) const;
  Flight& begin(const Delivery& delivery);
  void send(const Delivery& delivery, const Endpoint& endpoint);
  void arrived(const DeliveryId& id, const Reply& reply);
  void settle(const DeliveryId& id);
  void settled(const DeliveryId& id, const shared::Done& done);
  std::chrono::milliseconds wait_after(const shared::Error& refusal) const;

  Parts parts_;
  Limits limits_;
  Counts counts_;
  std::map<DeliveryId, Flight> flights_;
  std::optional<EndpointId> served_last_;
  bool forgetting_ = false;
  std::chrono::milliseconds forget_at_{0};  // monotonic
};

// What a reply means for its delivery.
Attempt attempt_of(const Reply& reply);

}  // namespace webhook
