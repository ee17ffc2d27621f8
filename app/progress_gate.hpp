#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <adapters/http/read_gate.hpp>
#include <adapters/system/progress.hpp>
#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>

namespace app {

// Epochs: of each log of this process, oldest first. They change at a start alone.
using Epochs = std::map<std::string, std::vector<sync::EpochStart>>;

// ProgressGate: lets reads of one module through by the board on which the lanes write what they
// have made durable.
class ProgressGate final : public http::ReadGate {
 public:
  ProgressGate(std::string module, os::Progress& progress, const Epochs& epochs)
      : module_(std::move(module)), progress_(progress), epochs_(epochs) {}

  void wait(const std::vector<sync::Position>& positions,
            const std::optional<http::AwaitedKey>& key, Clock::time_point deadline,
            Answer answer) override;

  // How many keys of what this module copies wait, parked.
  std::size_t parked_keys() const;

 private:
  struct Asked {
    std::vector<sync::Position> positions;
    std::optional<http::AwaitedKey> key;
  };

  // Whether the board shows that this module has seen all positions; refuses those that it never
  // will.
  shared::Result<bool> seen(const os::Board& board, const Asked& asked) const;
  std::optional<shared::Error> hindrance(const os::Board& board, const Asked& asked) const;
  const sync::FollowerStatus* follower_of(const os::Board& board, const std::string& log) const;
  std::string how_far(const os::Board& board, const Asked& asked) const;

  const std::string module_;
  os::Progress& progress_;
  const Epochs& epochs_;
};

}  // namespace app
