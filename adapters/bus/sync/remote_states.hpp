#pragma once

#include <chrono>
#include <string>

#include <ports/shared/requests.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/state_reader.hpp>

namespace bus {

// RemoteStates: the state of a module that runs elsewhere, asked over Requests, for a thread that
// may wait.
//   Bounds  `within` for each answer
//   Errors  StoreUnavailable where nobody answers in time, or not as one may expect
class RemoteStates final : public sync::StateReader {
 public:
  // All outlive it.
  RemoteStates(shared::Requests& requests, std::string module, const sync::Digest& digest,
               std::chrono::milliseconds within)
      : requests_(requests), module_(std::move(module)), digest_(digest), within_(within) {}

  sync::StatePage read(const sync::StateQuestion& question) override;

 private:
  shared::Requests& requests_;
  const std::string module_;
  const sync::Digest& digest_;
  const std::chrono::milliseconds within_;
};

}  // namespace bus
