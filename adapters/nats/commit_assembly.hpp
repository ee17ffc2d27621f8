#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <adapters/nats/event_message.hpp>

namespace nats {

// CommitAssembly: puts events together to the commits that they came from. What arrives without
// its beginning, with a hole, or larger than the bound is left out: who follows asks the log.
class CommitAssembly {
 public:
  CommitAssembly(std::string log, std::size_t bytes_max)
      : log_(std::move(log)), bytes_max_(bytes_max) {}

  // The frame of sync/application/encoding.hpp, where this event ends a commit that came whole.
  std::optional<std::string> add(CarriedEvent carried);
  void forget();

 private:
  std::string log_;
  std::size_t bytes_max_;
  sync::Commit commit_;
  sync::Offset last_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace nats
