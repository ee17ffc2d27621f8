#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <adapters/http/route.hpp>
#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <sync/application/replica_check.hpp>

namespace http {

struct SyncPorts;

// VerifiedThrough: up to where, and when, a follower's copies were found to be what its source
// says.
struct VerifiedThrough {
  sync::Epoch epoch = 1;
  sync::Offset offset = 0;
  shared::Instant at;
};

// ReplicaCheckState: a check that was asked for.
struct ReplicaCheckState {
  std::string id;
  std::string follower;
  bool deep = false;
  bool mend = false;    // what the follower noted its rows to weigh is put right
  std::string status;   // queued | running | done | failed
  std::string failure;  // in words, where it failed
  shared::Instant started_at;
  std::optional<shared::Instant> ended_at;
  sync::CheckReport report;

  bool over() const { return ended_at.has_value(); }
};

// How these routes reach the checks of this process.
struct ReplicaPorts {
  std::function<shared::Result<ReplicaCheckState>(const std::string& follower, bool deep,
                                                  bool mend)>
      begin;
  std::function<std::optional<ReplicaCheckState>(const std::string& follower)> find;
};

// /v1/sync/replicas/{follower}/check
std::vector<Route> replica_routes(const std::shared_ptr<const SyncPorts>& ports);
std::vector<Schema> replica_schemas();

}  // namespace http
