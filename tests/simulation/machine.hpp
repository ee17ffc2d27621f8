#pragma once

#include <string>

#include <tests/simulation/server_store.hpp>
#include <tests/simulation/sim_clock.hpp>
#include <tests/simulation/sim_disk.hpp>
#include <tests/simulation/sim_vfs.hpp>

namespace sim {

// Machine: what a module's process runs on, and what outlives it: a disk, clocks, a source of ids.
struct Machine {
  Machine(const std::string& name, const Rng& rng, const VirtualTime& time)
      : module{name},
        disk{rng.split("disk")},
        mount{"/" + name, disk},
        server{rng.split("server")},
        clock{time},
        ids{rng.split("ids"), clock} {}

  std::string database() const { return "/" + module + "/" + module + ".db"; }
  std::string log() const { return module + "/0"; }

  std::string module;
  Disk disk;
  Mount mount;
  ServerFaults server;
  SimClock clock;
  SimIds ids;
};

}  // namespace sim
