#pragma once

#include <string_view>

namespace gateway {

// Behaviour: what the simulated gateway does with a payment method.
//   Shape   a token: the name below, and where methods are to be told apart, a point and anything:
//           "sim_ok", "sim_declines_once.ada"
enum class Behaviour {
  ok,                  // sim_ok
  declined,            // sim_declined: card_declined
  insufficient_funds,  // sim_insufficient_funds: insufficient_funds
  timeout_charged,     // sim_timeout_charged: the money is taken, and no answer comes
  timeout_lost,        // sim_timeout_lost: the first call gets lost, the next one succeeds
  late,                // sim_late: pending; succeeds at the third look-up, or with a later charge
  doubled,             // sim_double: succeeds, and is answered twice
  declines_once,       // sim_declines_once: the first payment by this very token is declined
  unknown,             // any other: unknown_method
};

Behaviour behaviour_of(std::string_view method);

}  // namespace gateway
