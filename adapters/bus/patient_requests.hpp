#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>
#include <ports/shared/timer.hpp>

namespace bus {

struct Patience {
  int tries_max = 3;                            // of a question that may be repeated
  std::chrono::milliseconds pause_first{50};    // before a repeat; doubles, half of it by chance
  std::chrono::milliseconds pause_max{1'000};
  int failures_max = 5;                         // late or lost in a row: the circuit opens
  std::chrono::milliseconds open_for{2'000};    // then one question is let through, as a probe
  std::size_t open_max = 4'096;                 // questions at a time; more reach nobody
  // While nobody serves, any question is asked again for so long: it took no effect.
  std::chrono::milliseconds nobody_max{0};
};

// PatientRequests: what makes asking over a network bearable. Questions that may be repeated are,
// within the one deadline of all their tries: each try but the last has half of the time that is
// left. A service that stays silent is left alone for a while (circuit breaker): meanwhile its
// questions reach nobody, at once. That nobody serves says so itself, and opens no circuit.
//   Bounds  Patience
class PatientRequests {
 public:
  PatientRequests(shared::Requests& requests, shared::Clock& clock, shared::Timer& timer,
                  std::uint64_t seed, Patience patience = {});
  ~PatientRequests();  // ends
  // What is open is lost, and what is asked from now on reaches nobody. May be said twice.
  void end();

  // For questions that change nothing: they are repeated.
  shared::Requests& repeating();
  // For all others: each reaches whoever serves once.
  shared::Requests& once();

  enum class Circuit { closed, open, probing };
  Circuit circuit(const std::string& service) const;

  class Asking;

 private:
  class Face;
  std::shared_ptr<Asking> asking_;
  std::unique_ptr<Face> repeating_;
  std::unique_ptr<Face> once_;
};

}  // namespace bus
