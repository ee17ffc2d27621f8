#pragma once

#include <optional>
#include <string>

#include <adapters/nats/subscription.hpp>
#include <sync/domain/event.hpp>

// How the broker carries an event.
//   Shape   one message per event; its payload is the event's, byte for byte; its headers are
//           ce-specversion, ce-id, ce-source, ce-type, ce-subject, ce-time, ce-datacontenttype,
//           ce-sequence (the offset) and the extensions of adapters/json/cloud_event.hpp; beside
//           these, for who rebuilds the commit: Cleave-Commit (its first and last offset: "41-43")
//           and on its last event Cleave-Chain and Cleave-Roots ("user=<hex>,api_key=<hex>").
//           Values are percent-encoded where CloudEvents says so; an empty one is left out
//   Source  CloudEvents 1.0.2 and its NATS protocol binding, binary mode
namespace nats {

// CarriedEvent: an event, and what its message says of its commit.
struct CarriedEvent {
  sync::Event event;
  sync::Epoch epoch = 1;
  sync::Offset commit_first = 0;
  sync::Offset commit_last = 0;
  sync::Hash256 chain;  // on the commit's last event alone
  sync::Roots roots;
};

// The event `at` of that commit of that log, to be answered on `reply`. Null where memory is out.
MessagePtr to_message(const std::string& log, const sync::Commit& commit, std::size_t at,
                      const std::string& reply);

// Nothing where the message is not exactly such a one of that log.
std::optional<CarriedEvent> from_message(const std::string& log, natsMsg* message);

}  // namespace nats
