#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <webhook/domain/delivery.hpp>

#include <tests/simulation/endpoint_story.hpp>
#include <tests/simulation/subscribers.hpp>

namespace sim {

// Told: how far the webhook module has come in one log.
struct Told {
  const LogStory* history = nullptr;  // one that holds its position
  FollowerCopy copy;
  // Where the module's own log ended when each event was taken, by the event's offset.
  const std::map<sync::Offset, sync::Offset>* taken_at = nullptr;
};

// DeliveryCheck: what must hold of deliveries, whatever has happened. Of each event there is one
// for each endpoint that was to be told of it, and no other; it is what the event is; what counts
// as delivered was accepted, and said so; no attempt counts that was not made; none is given up
// before its time; and what a person was promised is there. In the end none is pending.
//   Errors  a Violation of invariant 1, 2, 5, 6 or 14
class DeliveryCheck {
 public:
  // By a log's name; of a log that cannot be looked at now, none.
  using Logs = std::map<std::string, Told>;

  DeliveryCheck(const EndpointStory& story, const std::deque<Receiver>& receivers,
                const Subscribers& subscribers, Logs logs);

  void run(const std::vector<webhook::Delivery>& deliveries, bool ended);

 private:
  using Due = std::map<std::pair<webhook::EndpointId, std::int64_t>, sync::Offset>;

  void find_due(const std::string& log, const Told& told);
  void check_event(const webhook::Delivery& delivery, const Told& told) const;
  void check_state(const webhook::Delivery& delivery, sync::Offset not_before) const;

  const EndpointStory& story_;
  std::map<webhook::EndpointId, const Receiver*> receivers_;
  const Subscribers& subscribers_;
  Logs logs_;
  std::map<std::string, Due> due_;  // by log
};

}  // namespace sim
