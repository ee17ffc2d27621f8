#include <app/webhook_processes.hpp>

namespace app {
namespace {

// How often, and how far, the backlog is counted.
constexpr std::chrono::milliseconds count_every{5'000};
constexpr std::size_t counted_max = 10'000;

constexpr std::chrono::milliseconds until_it_may_lead{400};

courier::TransportSettings settings(bool allow_private_addresses) {
  courier::TransportSettings settings;
  settings.allow_private_addresses = allow_private_addresses;
  return settings;
}

}  // namespace

WebhookProcesses::WebhookProcesses(const Parts& parts, bool allow_private_addresses)
    : parts_(parts),
      allow_private_addresses_(allow_private_addresses),
      session_(parts.database, sql::Access::reader),
      works_(parts.webhook.lane.queue(), driver_, parts.ids, parts.clock) {
  driver_.add([this] { return step(); });
}

WebhookProcesses::Sending::Sending(WebhookProcesses& of, const Parts& parts,
                                   bool allow_private_addresses)
    : transport(settings(allow_private_addresses), of.driver_.door()),
      courier({of.endpoints_, of.due_, transport, of.signer_, of.works_, parts.clock,
               parts.webhook.module.settle_delivery, parts.webhook.module.forget_deliveries},
              {}) {}

void WebhookProcesses::start() {
  sending_.emplace(*this, parts_, allow_private_addresses_);
  driver_.start();
}

void WebhookProcesses::stop() {
  driver_.stop();
  if (sending_) sending_->transport.stop();
}

std::chrono::milliseconds WebhookProcesses::step() {
  if (!parts_.webhook.lane.leads()) return until_it_may_lead;
  const auto wait = sending_->courier.step();
  std::optional<webhook::Backlog> backlog;
  if (const auto now = parts_.clock.monotonic(); now >= count_at_) {
    backlog = due_.backlog(counted_max);
    count_at_ = now + count_every;
  }
  const std::scoped_lock lock(mutex_);
  figures_.counts = sending_->courier.counts();
  figures_.in_flight = sending_->courier.in_flight();
  if (backlog) figures_.backlog = *backlog;
  return wait;
}

WebhookProcesses::Figures WebhookProcesses::figures() const {
  const std::scoped_lock lock(mutex_);
  return figures_;
}

}  // namespace app
