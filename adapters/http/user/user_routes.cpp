#include <adapters/http/user/user_routes.hpp>

#include <memory>
#include <utility>

#include <adapters/http/user/import_route.hpp>
#include <adapters/http/user/key_routes.hpp>
#include <adapters/http/user/user_reads.hpp>
#include <adapters/http/user/user_schemas.hpp>
#include <adapters/http/user/user_writes.hpp>

namespace http {

RouteTable user_routes(UserRoutePorts ports) {
  const auto shared_ports = std::make_shared<const UserRoutePorts>(std::move(ports));
  RouteTable table;
  table.tags = {{"users", "Who somebody does business with."},
                {"keys", "What lets programs in, as far as their scopes go."}};
  table.schemas = user_schemas();
  table.add({user_writes(shared_ports), {}, {}});
  table.routes.push_back(import_route(shared_ports));
  table.add({user_reads(shared_ports), {}, {}});
  table.add({key_routes(shared_ports), {}, {}});
  return table;
}

}  // namespace http
