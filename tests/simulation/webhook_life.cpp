#include <tests/simulation/webhook_life.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sim {

WebhookLife::WebhookLife(const Surroundings& surroundings, sync::Follower::Limits limits,
                         SimReceiver& receiver)
    : Life{surroundings, limits},
      endpoints_{writer_},
      registers_{writer_},
      deliveries_{writer_},
      endpoint_views_{reader_},
      delivery_views_{reader_},
      due_{reader_},
      unit_{assemble({&endpoints_, &registers_, &deliveries_})},
      outbox_{unit_},
      module_{{endpoints_, registers_, deliveries_, outbox_, bodies_, around_.machine.ids,
               around_.machine.clock},
              {}},
      user_events_{module_.queue_deliveries, "user/0"},
      billing_events_{module_.queue_deliveries, "billing/0"},
      transport_{receiver, around_.machine, surroundings.later},
      courier_{{endpoint_views_, due_, transport_, signer_, driver_, around_.machine.clock,
                module_.settle_delivery, module_.forget_deliveries},
               {}} {
  follow("user/0", {{user_events_}});
  follow("billing/0", {{billing_events_}});
  driver_.add([this] { return courier_.step(); });
}

sync::Command WebhookLife::command(const Wish&, const Attempt&) {
  throw std::logic_error("who wants something of webhook says it as a command");
}

std::vector<webhook::Delivery> WebhookLife::deliveries() {
  constexpr std::size_t page_deliveries = 1000;
  std::vector<webhook::Delivery> all;
  std::optional<webhook::DeliveryId> after;
  for (bool more = true; more;) {
    auto page = delivery_views_.page({}, after, page_deliveries);
    more = page.has_more;
    std::ranges::move(page.rows, std::back_inserter(all));
    if (!all.empty()) after = all.back().fields().id;
  }
  return all;
}

std::vector<webhook::Delivery> WebhookLife::some_deliveries() {
  constexpr std::size_t few = 20;
  return delivery_views_.page({}, {}, few).rows;
}

bool WebhookLife::keeps_old() {
  const auto before = around_.machine.clock.now() - webhook::ForgetDeliveries::keep;
  return !due_.settled_before(before, 1).empty();
}

std::optional<shared::Instant> WebhookLife::next_due() {
  std::optional<shared::Instant> first;
  for (const auto& endpoint : due_.endpoints_pending()) {
    const auto pending = due_.first_pending(endpoint, 1);
    if (pending.empty()) continue;
    const auto at = pending.front().fields().next_at.value();
    first = std::min(first.value_or(at), at);
  }
  return first;
}

}  // namespace sim
