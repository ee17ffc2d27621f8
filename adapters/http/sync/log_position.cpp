#include <adapters/http/sync/log_position.hpp>

#include <algorithm>

#include <sync/application/tokens.hpp>

namespace http {

sync::Epoch epoch_of(const std::vector<sync::EpochStart>& epochs, sync::Offset offset) {
  sync::Epoch epoch = epochs.front().epoch;
  for (const auto& start : epochs) {
    if (start.first_offset <= offset) epoch = start.epoch;
  }
  return epoch;
}

shared::Done check_position(const LogStatus& log, sync::Position position) {
  if (position.offset == 0) return {};
  if (position.epoch == 0) position.epoch = log.head.epoch;
  const auto reached = sync::reached(position, {log.epochs, log.head.offset, log.head.offset});
  return reached ? shared::Done{} : shared::refuse(reached.error());
}

const LogStatus* find_log(const SyncStatus& status, std::string_view log) {
  const auto found = std::ranges::find(status.logs, log, &LogStatus::log);
  return found == status.logs.end() ? nullptr : &*found;
}

}  // namespace http
