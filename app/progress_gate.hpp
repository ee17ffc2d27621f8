#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <adapters/http/read_gate.hpp>
#include <adapters/system/progress.hpp>
#include <app/epochs.hpp>
#include <shared/domain/result.hpp>
#include <sync/domain/event.hpp>

namespace app {

// ProgressGate: lets reads of one module through by the board on which the lanes write what they
// have made durable. Other instances write too: before a position is refused because nothing was
// answered with it, the log itself is asked.
class ProgressGate final : public http::ReadGate {
 public:
  // Brings the board and the epochs up to this log's store, then says whether it could. At once,
  // or from a reading thread.
  using Told = std::move_only_function<void(bool)>;
  using AskLog = std::function<void(const std::string& log, Told told)>;

  // Somebody waits for that module's followers.
  using Hurry = std::function<void(const std::string& module)>;

  ProgressGate(std::string module, os::Progress& progress, const Epochs& epochs, AskLog ask_log,
               Hurry hurry)
      : hurry_(std::move(hurry)),
        module_(std::move(module)),
        progress_(progress),
        epochs_(epochs),
        ask_log_(std::move(ask_log)) {}

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

  // Asks the logs of the positions from the `at`th on that the board knows too little of, one after
  // the other, then waits.
  void ask_logs(std::shared_ptr<const Asked> asked, std::size_t at, Clock::time_point deadline,
                Answer answer);
  void wait(std::shared_ptr<const Asked> asked, Clock::time_point deadline, Answer answer);
  bool is_known(const os::Board& board, const sync::Position& position) const;
  // Whether the board shows that this module has seen all positions; refuses those that it never
  // will.
  shared::Result<bool> seen(const os::Board& board, const Asked& asked) const;
  std::optional<shared::Error> hindrance(const os::Board& board, const Asked& asked) const;
  const sync::FollowerStatus* follower_of(const os::Board& board, const std::string& log) const;
  std::string how_far(const os::Board& board, const Asked& asked) const;

  const Hurry hurry_;
  const std::string module_;
  os::Progress& progress_;
  const Epochs& epochs_;
  const AskLog ask_log_;
};

}  // namespace app
