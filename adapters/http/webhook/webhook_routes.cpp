#include <adapters/http/webhook/webhook_routes.hpp>

#include <utility>

namespace http {

RouteTable webhook_routes(WebhookRoutePorts ports) {
  const auto shared_ports = std::make_shared<const WebhookRoutePorts>(std::move(ports));
  RouteTable table;
  table.tags = {{"webhooks", "Telling other systems what happens, as Standard Webhooks says."}};
  table.add({endpoint_reads(shared_ports), endpoint_schemas(), {}});
  table.add({endpoint_writes(shared_ports), {}, {}});
  table.add({delivery_routes(shared_ports), delivery_schemas(), {}});
  return table;
}

}  // namespace http
