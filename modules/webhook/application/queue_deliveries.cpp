#include <webhook/application/queue_deliveries.hpp>

#include <string>

#include <shared/domain/planted_bug.hpp>
#include <webhook/application/found_endpoint.hpp>

namespace webhook {

void QueueDeliveries::want() const { want_all(ports_); }

void QueueDeliveries::operator()(const Fact& fact) const {
  const auto all = ports_.registers.find({});
  if (!all) return;
  std::string body;
  for (const auto& id : all->ids) {
    const auto endpoint = ports_.endpoints.find(id);
    if (SIM_BUG("disabled_ends_queue") && endpoint && !endpoint->fields().enabled) break;
    if (!endpoint || !endpoint->fields().enabled) continue;
    if (!endpoint->fields().filters.want(fact.type)) continue;
    if (body.empty()) body = ports_.bodies.of(fact);
    const auto now = ports_.clock.now();
    ports_.deliveries.put(Delivery{{.id = {ports_.ids.next()},
                                    .endpoint = id,
                                    .message_id = fact.id,
                                    .type = fact.type,
                                    .log = fact.log,
                                    .offset = fact.offset,
                                    .object = fact.object,
                                    .sequence = fact.sequence,
                                    .body = body,
                                    .next_at = now,
                                    .error = {},
                                    .created_at = now,
                                    .settled_at = {}}});
  }
}

}  // namespace webhook
