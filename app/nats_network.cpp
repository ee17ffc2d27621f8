#include <app/nats_network.hpp>

#include <chrono>
#include <thread>
#include <utility>

#include <adapters/nats/jetstream_delivery.hpp>
#include <app/logging.hpp>
#include <app/nats_settings.hpp>

namespace app {
namespace {

// What the connection tells, for the logs.
void log_notice(const nats::Notice& notice) {
  if (notice.kind == nats::Notice::Kind::connected) {
    log_info(notice.text);
  } else {
    log_warn(notice.text);
  }
}

std::string hosts_of(const std::string& url) {
  std::string hosts;
  for (const auto& address : nats::parse_addresses(url)) {
    hosts += (hosts.empty() ? "" : ", ") + address.host;
  }
  return hosts;
}

}  // namespace

NatsNetwork::NatsNetwork(const Settings& settings, shared::Clock& clock)
    : connection_(nats_settings(settings), log_notice),
      requests_(connection_, clock, timer_),
      hosts_(hosts_of(settings.nats_url)),
      watch_(connection_.watch([this](const nats::Link& link) { connected_ = link != nullptr; })) {}

void NatsNetwork::await_link() const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{2};
  while (!connected_ && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

std::string NatsNetwork::why_no_link() const {
  return connected_ ? "" : "The broker at " + hosts_ + " cannot be reached.";
}

Network NatsNetwork::network() {
  return {requests_, requests_,
          [this](const std::string& log, sync::Offset after, std::function<void()> wake) {
            return std::make_unique<nats::JetStreamDelivery>(connection_, log, after,
                                                             std::move(wake),
                                                             nats::JetStreamDelivery::Limits{});
          }};
}

void NatsNetwork::watch(Metrics& metrics) const {
  metrics.gauge("cleave_nats_connected", "1 while there is a connection to the broker", {},
                [this] { return connected_ ? 1.0 : 0.0; });
}

}  // namespace app
