#include <adapters/nats/notifications.hpp>

#include <utility>

#include <adapters/nats/names.hpp>
#include <adapters/nats/subscription.hpp>

namespace nats {

Notifications::Notifications(Connection& connection, std::string log, Told told)
    : log_(std::move(log)),
      told_(std::move(told)),
      watch_(connection.watch([this](const Link& link) { change(link); })) {}

Notifications::~Notifications() { watch_.reset(); }

void Notifications::change(const Link& link) {
  subscription_.reset();
  if (!link) return;
  subscription_ = Subscription::open(link, subjects(log_), "", [this](const MessagePtr& message) {
    if (const auto carried = from_message(log_, message.get())) told_(*carried);
  });
}

}  // namespace nats
