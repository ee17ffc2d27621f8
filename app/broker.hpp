#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <adapters/cli/actions.hpp>
#include <adapters/nats/rights.hpp>

// The broker that Cleave's processes share, and who may do what there.
namespace app {

// What a process needs that runs these parts: modules, and "gateway".
//   Errors  ConfigError where a name is no such part
nats::Service broker_service(const std::string& name, const std::vector<std::string>& parts);

// Each part as a process of its own.
std::vector<nats::Service> broker_services();

// `cleave nats config`: a user for each service, by a password from the file of its name in the
// folder, which is made where it is missing.
//   Errors  ConfigError that names what cannot be used
cli::BrokerConfig broker_config(const cli::BrokerOptions& options);

}  // namespace app
