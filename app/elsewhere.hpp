#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <adapters/bus/patient_requests.hpp>
#include <adapters/http/remote_keys.hpp>
#include <app/log_tails.hpp>
#include <app/nats_network.hpp>

namespace app {

// Elsewhere: the modules that run in other processes, as a gateway reaches them. Members stand in
// the order of start.
class Elsewhere {
 public:
  Elsewhere(NatsNetwork& network, Core& core);
  ~Elsewhere() { end(); }

  // By name: all that this binary knows and this process does not run.
  const std::vector<std::string>& modules() const { return modules_; }
  bool has(const std::string& module) const;

  // Who asks here hears no more from end() on, so that it may go.
  shared::Requests& reads() { return patient_.repeating(); }  // asked again where nothing is heard
  shared::Requests& writes() { return patient_.once(); }

  void start() { tails.start(); }
  // Every open question is answered, and none is asked any more. May be said twice.
  void end();

 private:
  const std::vector<std::string> modules_;
  bus::PatientRequests patient_;

 public:
  http::RemoteKeys keys;  // where user is elsewhere
  LogTails tails;
};

}  // namespace app
