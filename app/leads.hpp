#pragma once

#include <memory>

#include <adapters/bus/patient_requests.hpp>
#include <app/core.hpp>
#include <app/nats_network.hpp>

namespace app {

// Leads: how the instance of a module that leads is asked by its others.
//   Bounds  waiting: where none leads for a moment it is asked again for 3 s: another one takes
//           over within 2 s
class Leads {
 public:
  Leads(NatsNetwork& network, Core& core);

  bus::PatientRequests waiting;
  bus::PatientRequests at_once;  // asks once

  // Every open question is answered, and none is asked any more. May be said twice.
  void end();
};

// Whether other processes run modules that this one does not.
bool has_others(const Core& core);

// Null where no other process is asked.
std::unique_ptr<Leads> leads_through(NatsNetwork* nats, Core& core);

}  // namespace app
