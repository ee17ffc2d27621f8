#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include <billing/application/run_state.hpp>
#include <ports/billing/gateway_records.hpp>
#include <shared/domain/result.hpp>

#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>

namespace http {

// What a reading thread has of the gateway.
struct GatewayReading {
  billing::GatewayRecords& records;
};

// Who runs billing and its clock; called on any thread.
struct RunRoutePorts {
  // As of billing's now where nothing is said. Each answers at once with the run as it stands.
  std::function<shared::Result<billing::RunState>(std::optional<shared::Instant> as_of)> run;
  std::function<shared::Result<billing::RunState>(shared::Instant to)> advance;
  std::function<shared::Result<billing::RunState>()> stop_clock;
  std::function<std::optional<billing::RunState>(std::string_view id)> find;
  std::function<shared::Instant()> billing_now;
  std::function<shared::Instant()> wall_now;
  Reads<GatewayReading> gateway;
};

// /v1/billing/runs, /v1/billing/clock and /v1/gateway/records.
RouteTable run_routes(RunRoutePorts ports);

}  // namespace http
