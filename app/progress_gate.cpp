#include <app/progress_gate.hpp>

#include <algorithm>
#include <memory>

#include <sync/application/sync_errors.hpp>
#include <sync/application/tokens.hpp>

namespace app {

namespace errors = sync::errors;

std::size_t ProgressGate::parked_keys() const {
  std::size_t count = 0;
  for (const auto& status : progress_.snapshot().followers) {
    if (status.follower.starts_with(module_ + '-')) count += status.parked_keys;
  }
  return count;
}

// Null where this module does not follow that log.
const sync::FollowerStatus* ProgressGate::follower_of(const os::Board& board,
                                                      const std::string& log) const {
  for (const auto& status : board.followers) {
    if (status.source == log && status.follower.starts_with(module_ + '-')) return &status;
  }
  return nullptr;
}

namespace {

// A log that another process holds, as its follower knows it. How far it goes by now nobody here
// can say, so that a position beyond is waited for. One of an epoch that the follower has left
// counts as lost, for where that epoch ended is not known here.
sync::LogView heard_of(const sync::Position& position, const sync::FollowerStatus& follower) {
  sync::LogView view;
  view.epochs = {sync::EpochStart{std::max(position.epoch, follower.epoch), 1, {}}};
  view.head = std::max(position.offset, follower.source_offset);
  view.seen = follower.offset;
  view.epoch = follower.epoch;
  return view;
}

}  // namespace

shared::Result<bool> ProgressGate::seen(const os::Board& board, const Asked& asked) const {
  bool all = true;
  for (const auto& position : asked.positions) {
    auto epochs = epochs_.of(position.log);
    const auto* log = board.log(position.log);
    const bool own = position.log.starts_with(module_ + '/');
    const auto* follower = follower_of(board, position.log);
    const bool here = !epochs.empty() && log != nullptr;
    if (own ? !here : follower == nullptr) return shared::refuse(errors::unknown_log(position.log));
    if (!here) {
      const auto reached = sync::reached(position, heard_of(position, *follower));
      if (!reached) return shared::refuse(reached.error());
      all = all && *reached;
      continue;
    }
    const auto offset = own ? log->head.offset : follower->offset;
    const auto epoch = own ? log->head.epoch : follower->epoch;
    const auto reached =
        sync::reached(position, {std::move(epochs), log->head.offset, offset, epoch});
    if (!reached) return shared::refuse(reached.error());
    all = all && *reached;
  }
  return all;
}

// Why reading now would answer less than was asked; nothing where it would not.
std::optional<shared::Error> ProgressGate::hindrance(const os::Board& board,
                                                     const Asked& asked) const {
  const auto all = seen(board, asked);
  if (!all) return all.error();
  if (!*all) return errors::behind(how_far(board, asked));
  if (!asked.key) return std::nullopt;
  for (const auto& position : asked.positions) {
    const auto* follower = follower_of(board, position.log);
    if (follower == nullptr || !follower->parked) continue;
    const bool hidden = std::ranges::any_of(*follower->parked, [&](const auto& parked) {
      return !parked.discarded && parked.aggregate_type == asked.key->aggregate_type &&
             parked.key == asked.key->key && parked.first_offset <= position.offset;
    });
    if (hidden) return errors::parked(asked.key->key);
  }
  return std::nullopt;
}

std::string ProgressGate::how_far(const os::Board& board, const Asked& asked) const {
  std::string text;
  for (const auto& position : asked.positions) {
    const auto* follower = follower_of(board, position.log);
    if (follower == nullptr) continue;
    if (follower->epoch >= position.epoch && follower->offset >= position.offset) continue;
    if (!text.empty()) text += ", ";
    text += "it has seen " + sync::to_text({position.log, follower->epoch, follower->offset}) +
            " of " + sync::to_text(position);
    if (!follower->stopped.empty()) text += " and has stopped (see `cleave sync status`)";
  }
  return text;
}

void ProgressGate::wait(const std::vector<sync::Position>& positions,
                        const std::optional<http::AwaitedKey>& key, Clock::time_point deadline,
                        Answer answer) {
  ask_logs(std::make_shared<const Asked>(Asked{positions, key}), 0, deadline, std::move(answer));
}

// False where the log may be further, or in another epoch, than this process has heard.
bool ProgressGate::is_known(const os::Board& board, const sync::Position& position) const {
  const auto* log = board.log(position.log);
  const auto epochs = epochs_.of(position.log);
  if (log == nullptr || epochs.empty()) return true;  // as well as it will ever be
  return position.offset <= log->head.offset && position.epoch <= log->head.epoch &&
         log->head.epoch <= epochs.back().epoch;
}

void ProgressGate::ask_logs(std::shared_ptr<const Asked> asked, std::size_t at,
                            Clock::time_point deadline, Answer answer) {
  const auto board = progress_.snapshot();
  const auto& positions = asked->positions;
  while (at < positions.size() && is_known(board, positions[at])) ++at;
  if (at == positions.size()) return wait(std::move(asked), deadline, std::move(answer));
  const auto& log = positions[at].log;
  auto told = [this, asked, at, deadline, answer = std::move(answer)](bool could) mutable {
    if (could) return ask_logs(std::move(asked), at + 1, deadline, std::move(answer));
    answer(errors::behind("its log cannot be asked now"));
  };
  ask_log_(log, std::move(told));
}

void ProgressGate::wait(std::shared_ptr<const Asked> asked, Clock::time_point deadline,
                        Answer answer) {
  const auto board = progress_.snapshot();
  const auto all = seen(board, *asked);
  if (!all || *all) return answer(hindrance(board, *asked));
  hurry_(module_);
  progress_.wait(
      [this, asked](const os::Board& at) {
        const auto reached = seen(at, *asked);
        return !reached || *reached;
      },
      deadline,
      [this, asked, answer = std::move(answer)](os::WaitEnd) mutable {
        answer(hindrance(progress_.snapshot(), *asked));
      });
}

}  // namespace app
