#pragma once

#include <vector>

#include <adapters/http/sync/sync_routes.hpp>
#include <shared/domain/result.hpp>

// Positions that callers give back, against what a log is now.
namespace http {

// Of the event at that offset; of offset 0, the first.
sync::Epoch epoch_of(const std::vector<sync::EpochStart>& epochs, sync::Offset offset);

// Whether the log can be read from there on. Epoch 0 stands for the current one.
//   Errors  sync.beyond_head, sync.position_lost
shared::Done check_position(const LogStatus& log, sync::Position position);

// Null where there is no such log.
const LogStatus* find_log(const SyncStatus& status, std::string_view log);

}  // namespace http
