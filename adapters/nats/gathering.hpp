#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>
#include <ports/shared/timer.hpp>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/outlet.hpp>

namespace nats {

struct GatheringLimits {
  std::size_t bytes_max = 64 * 1024 * 1024;     // of all at a time, as their offers say
  std::chrono::milliseconds piece_max{3'000};   // for a piece that is wanted
};

// Gathering: questions that come in pieces, over one link. Of each one piece is under way: the next
// is wanted when that has come, so that nobody is sent more than it can take. What came twice or
// late is dropped; a question is whole, or it is refused.
//   Bounds  GatheringLimits; what is beyond them is refused
class Gathering {
 public:
  // Of each that is whole; on the thread of a subscription, one at a time.
  using Take = std::function<void(shared::Message question, std::string reply_to)>;

  // Clock and timer must outlive it.
  Gathering(Link link, std::string inbox, std::shared_ptr<const Outlet> outlet,
            shared::Clock& clock, shared::Timer& timer, Take take, GatheringLimits limits = {});
  // What the broker has sent already is still taken; what is not whole then is refused.
  ~Gathering();
  Gathering(const Gathering&) = delete;
  Gathering& operator=(const Gathering&) = delete;

  // One thread at a time.
  void offered(std::size_t bytes, std::string reply_to);

 private:
  class Desk;

  const Link link_;
  const std::shared_ptr<Desk> desk_;
  std::unique_ptr<class Subscription> subscription_;  // since the first offer
};

}  // namespace nats
