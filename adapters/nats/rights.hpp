#pragma once

#include <string>
#include <vector>

// What a user of the broker may say and hear there.
namespace nats {

// Service: a user of the broker, and what it is for; it is given the rights to that alone.
struct Service {
  std::string name;                    // "billing": its inboxes are _INBOX_billing.>
  std::vector<std::string> writes{};   // logs whose events it publishes: "billing/0"
  std::vector<std::string> follows{};  // logs that it follows by position
  std::vector<std::string> hears{};    // logs that it hears live, at most once
  std::vector<std::string> reads{};    // logs that it reads by consumers of its own names alone
  std::vector<std::string> asks{};     // services
  std::vector<std::string> answers{};  // as which services
};

// Rights: subjects; one to subscribe may name the queue group that it is for.
struct Rights {
  std::vector<std::string> publish;
  std::vector<std::string> subscribe;
};

// What a service's own consumers are called: the durable one, and one that it makes anew.
std::string durable_of(const std::string& service);
std::string ordered_of(const std::string& service);

// Those of one of all the services: who answers may speak to those who ask, and who asks may send
// what it was let ask in pieces.
Rights rights_of(const Service& service, const std::vector<Service>& all);

}  // namespace nats
