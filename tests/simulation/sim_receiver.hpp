#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include <adapters/system/webhook/sodium_signer.hpp>

#include <ports/webhook/transport.hpp>

#include <webhook/domain/webhook_ids.hpp>

#include <tests/simulation/machine.hpp>
#include <tests/simulation/swarm.hpp>
#include <tests/simulation/trace.hpp>

namespace sim {

// Receiver: somebody's system at one URL, and all that it has heard.
struct Receiver {
  // Heard: what became of one message.
  struct Heard {
    std::string body;
    std::int64_t times = 0;  // it was sent
    bool accepted = false;
    bool confirmed = false;  // accepted, and said so
    bool gone = false;       // answered 410
  };

  webhook::EndpointId id;
  std::string url;
  std::deque<std::string> secrets;          // the last one agreed on, and those asked for since
  bool deaf = false;                        // it fails as long as there are faults
  bool leaves = false;                      // one day it is gone ...
  bool left = false;                        // ... and stays so
  bool silenced = false;                    // it is agreed that nothing is sent
  bool ended = false;                       // it is agreed that nothing will ever be
  std::uint64_t enabled_by = 0;             // the number of who last asked for it
  std::map<std::string, Heard> heard = {};  // by message id
};

// SimReceiver: the other end of every URL, outside of every process. It accepts, fails, is busy,
// silent or elsewhere, and sometimes accepts and does not say so.
//   Errors  a Violation where what comes is not signed by an agreed secret, is not of this moment,
//           is another body under a known id, or comes although it was agreed that nothing does
class SimReceiver {
 public:
  SimReceiver(Rng rng, Tally& tally, Trace& trace) : rng_{rng}, tally_{tally}, trace_{trace} {}

  // Somebody sets up a system at a new URL.
  Receiver& open(webhook::EndpointId id);
  std::string draw_secret();
  // The reply, and after what time.
  std::pair<std::chrono::milliseconds, webhook::Reply> hear(const webhook::Message& message,
                                                            shared::Instant now);
  // From now on it accepts all, but where it has left.
  void calm() { moody_ = false; }
  std::deque<Receiver>& all() { return receivers_; }

 private:
  void check(const Receiver& receiver, const webhook::Message& message, shared::Instant now) const;
  void accept(Receiver::Heard& heard);
  webhook::Reply fail(Receiver::Heard& heard);
  webhook::Reply reply_of(Receiver& receiver, Receiver::Heard& heard);
  void count(const char* what);

  Rng rng_;
  Tally& tally_;
  Trace& trace_;
  os::SodiumSigner signer_;
  std::deque<Receiver> receivers_;  // never moved
  bool moody_ = true;
};

// SimTransport: the way of one life to the receivers. What comes back after it ended is lost.
class SimTransport final : public webhook::Transport {
 public:
  using Later = std::function<void(std::chrono::milliseconds, std::move_only_function<void()>)>;

  SimTransport(SimReceiver& receiver, Machine& machine, Later later)
      : receiver_{receiver}, machine_{machine}, later_{std::move(later)} {}
  void send(webhook::Message message, Done done) override;

 private:
  SimReceiver& receiver_;
  Machine& machine_;
  Later later_;
};

}  // namespace sim
