#include <adapters/nats/hint.hpp>

#include <utility>

#include <adapters/nats/subscription.hpp>

namespace nats {

Hint::Hint(Connection& connection, std::string subject, std::function<void()> heard)
    : connection_(connection),
      subject_(std::move(subject)),
      heard_(std::move(heard)),
      watch_(connection.watch([this](const Link& link) { change(link); })) {}

Hint::~Hint() { watch_.reset(); }

void Hint::say() const {
  if (const auto link = connection_.link()) {
    natsConnection_PublishString(link.get(), subject_.c_str(), "");
  }
}

void Hint::change(const Link& link) {
  subscription_.reset();
  if (!link) return;
  subscription_ = Subscription::open(link, subject_, "", [this](const MessagePtr&) { heard_(); });
}

}  // namespace nats
