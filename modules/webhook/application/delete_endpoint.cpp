#include <webhook/application/delete_endpoint.hpp>

#include <webhook/application/found_endpoint.hpp>

namespace webhook {

shared::Done DeleteEndpoint::operator()(const Command& command) const {
  const auto endpoint = found(ports_.endpoints, command.id, command.expected_version);
  if (!endpoint) return shared::refuse(endpoint.error());

  auto all = ports_.registers.find({}).value_or(EndpointRegister{});
  std::erase(all.ids, command.id);
  ports_.registers.put(all);
  ports_.endpoints.remove(command.id);
  ports_.outbox.append(events::EndpointDeleted{.before = state_of(*endpoint)});
  return {};
}

}  // namespace webhook
