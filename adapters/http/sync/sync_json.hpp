#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include <adapters/http/sync/sync_routes.hpp>

// The states of the sync core as JSON.
namespace http {

struct EpochJson {
  std::uint32_t epoch = 1;
  std::uint64_t first_offset = 1;
};
BOOST_DESCRIBE_STRUCT(EpochJson, (), (epoch, first_offset))

struct LogJson {
  std::string log;
  std::uint32_t epoch = 1;
  std::uint64_t head = 0;
  std::string chain;
  std::map<std::string, std::string> roots;
  std::vector<EpochJson> epochs;
};
BOOST_DESCRIBE_STRUCT(LogJson, (), (log, epoch, head, chain, roots, epochs))

struct FollowerJson {
  std::string follower;
  std::string source;
  std::string position;
  std::uint64_t offset = 0;
  std::uint64_t head = 0;
  std::uint64_t lag_events = 0;
  std::int64_t lag_ms = 0;
  std::uint64_t parked_keys = 0;
  std::uint64_t discarded_keys = 0;
  std::string state;  // running | waiting | stopped
  std::string stopped;
  std::string waiting;
  std::uint64_t differs_at = 0;  // 0: its copy weighs what the source weighs
  std::optional<std::uint64_t> verified_offset;  // by a check
  std::optional<shared::Instant> verified_at;
};
BOOST_DESCRIBE_STRUCT(FollowerJson, (),
                      (follower, source, position, offset, head, lag_events, lag_ms, parked_keys,
                       discarded_keys, state, stopped, waiting, differs_at, verified_offset,
                       verified_at))

struct StatusJson {
  std::vector<LogJson> logs;
  std::vector<FollowerJson> followers;
};
BOOST_DESCRIBE_STRUCT(StatusJson, (), (logs, followers))

struct ParkedJson {
  std::string follower;
  std::string aggregate_type;
  std::string key;
  std::uint64_t first_offset = 0;
  std::int64_t applied_version = 0;
  std::int64_t source_version = 0;
  std::uint64_t events = 0;
  int attempts = 0;
  shared::Instant since;
  shared::Instant retry_at;
  std::string reason;
  bool discarded = false;
};
BOOST_DESCRIBE_STRUCT(ParkedJson, (),
                      (follower, aggregate_type, key, first_offset, applied_version, source_version,
                       events, attempts, since, retry_at, reason, discarded))

StatusJson to_json(const SyncStatus& status);
ParkedJson to_json(const sync::ParkedKey& parked);

}  // namespace http
