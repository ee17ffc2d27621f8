#include <adapters/http/sync/sync_json.hpp>

#include <algorithm>

namespace http {
namespace {

LogJson to_json(const LogStatus& log) {
  LogJson json{log.log, log.head.epoch, log.head.offset, sync::to_hex(log.head.chain), {}, {}};
  for (const auto& [type, root] : log.head.roots) json.roots.emplace(type, sync::to_hex(root));
  for (const auto& start : log.epochs) json.epochs.push_back({start.epoch, start.first_offset});
  return json;
}

FollowerJson to_json(const FollowerReport& report, const SyncStatus& all) {
  const auto& status = report.status;
  auto head = status.source_offset;
  for (const auto& log : all.logs) {
    if (log.log == status.source) head = log.head.offset;
  }
  const auto* const state = !status.stopped.empty()   ? "stopped"
                            : !status.waiting.empty() ? "waiting"
                                                      : "running";
  return {status.follower,
          status.source,
          sync::to_text({status.source, status.epoch, status.offset}),
          status.offset,
          head,
          head - std::min(head, status.offset),
          report.lag.count(),
          status.parked_keys,
          status.discarded_keys,
          state,
          status.stopped,
          status.waiting,
          status.differs_at,
          report.verified ? std::optional{report.verified->offset} : std::nullopt,
          report.verified ? std::optional{report.verified->at} : std::nullopt};
}

}  // namespace

StatusJson to_json(const SyncStatus& status) {
  StatusJson json;
  for (const auto& log : status.logs) json.logs.push_back(to_json(log));
  for (const auto& follower : status.followers) json.followers.push_back(to_json(follower, status));
  return json;
}

ParkedJson to_json(const sync::ParkedKey& parked) {
  return {parked.follower,        parked.aggregate_type, parked.key,    parked.first_offset,
          parked.applied_version, parked.source_version, parked.events, parked.attempts,
          parked.since,           parked.retry_at,       parked.reason, parked.discarded};
}

}  // namespace http
