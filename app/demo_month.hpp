#pragma once

#include <cstdint>
#include <string>

#include <app/demo_client.hpp>

namespace app::demo {

// Run: time that passes for billing, as GET /v1/billing/runs/{id} shows it.
struct Run {
  std::string id;
  std::string as_of;  // where it goes
  std::string status;
  std::string phase;
  std::string from;
  std::string reached;
  std::uint64_t advanced = 0;  // subscriptions: renewed, or ended
  std::uint64_t issued = 0;    // invoices
  std::uint64_t problems = 0;
  std::string failure;

  bool ended() const { return status == "finished" || status == "failed"; }
};

// By so much of a calendar: "P1M".
Run advance_clock(Client& client, const std::string& by);
// The same once more, behind a crash; where the clock is there already, what is left to do there.
Run go_on(Client& client, const std::string& to);
// How far it is; where whoever made it is gone, one that goes there anew.
Run look_at(Client& client, const Run& run);
std::string run_path(const std::string& id);

// Month: how far it is from one instant to another, in days.
struct Month {
  std::string from;
  std::string to;

  std::uint64_t days() const;
  std::uint64_t days_at(const std::string& reached) const;
};

}  // namespace app::demo
