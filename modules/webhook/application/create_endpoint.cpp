#include <webhook/application/create_endpoint.hpp>

#include <ports/webhook/webhook_states.hpp>

#include <webhook/domain/webhook_errors.hpp>

namespace webhook {

shared::Done CreateEndpoint::operator()(const Command& command) const {
  const auto endpoint =
      Endpoint::create(command.id, command.words, command.secret, rules_.plain_allowed, command.at);
  if (!endpoint) return shared::refuse(endpoint.error());
  auto all = ports_.registers.find({}).value_or(EndpointRegister{});
  for (const auto& id : all.ids) {
    const auto other = ports_.endpoints.find(id);
    if (other && other->is_told_as(*endpoint)) return shared::refuse(errors::endpoint_exists(id));
  }
  if (all.ids.size() >= endpoints_max) return shared::refuse(errors::too_many_endpoints());

  all.ids.push_back(command.id);
  ports_.registers.put(all);
  ports_.endpoints.put(*endpoint);
  ports_.outbox.append(events::EndpointCreated{.after = state_of(*endpoint)});
  return {};
}

}  // namespace webhook
