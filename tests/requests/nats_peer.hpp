#pragma once

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <adapters/nats/nats_requests.hpp>

namespace requests_test {

// Peer: one process, as far as the broker can tell: a connection of its own.
class Peer final : public shared::Services {
 public:
  Peer(const std::string& url, const std::string& name, shared::Clock& clock, shared::Timer& timer,
       std::size_t open_max)
      : Peer(url, name, clock, timer, nats::RequestLimits{.open_max = open_max}) {}
  Peer(const std::string& url, const std::string& name, shared::Clock& clock, shared::Timer& timer,
       nats::RequestLimits limits)
      : connection_(settings(url, name), [](const nats::Notice&) {}) {
    requests_.emplace(connection_, clock, timer, limits);
    settle();
  }

  // Served for all when it returns, where the adapter needs a moment.
  std::unique_ptr<shared::Serving> serve(const std::string& service, Answer answer) override {
    auto serving = requests_->serve(service, std::move(answer));
    settle();
    return serving;
  }
  shared::Requests& requests() { return *requests_; }
  void end_requests() { requests_.reset(); }
  // The connection goes at once, with all that waits in it.
  void die() { natsConnection_Close(connection_.link().get()); }

  // Returns when there is a link, and the broker knows of all that is served over it: watchers are
  // told in the order of their coming, and the broker hears one thing after the other.
  void settle() {
    std::promise<nats::Link> told;
    std::atomic<bool> first = true;
    const auto watch = connection_.watch([&](const nats::Link& link) {
      if (link && first.exchange(false)) told.set_value(link);
    });
    auto link = told.get_future();
    if (link.wait_for(std::chrono::seconds{60}) != std::future_status::ready)
      throw std::runtime_error("no link to the broker");
    natsConnection_FlushTimeout(link.get().get(), 20'000);
  }

  static nats::Settings settings(const std::string& url, const std::string& name) {
    nats::Settings settings;
    settings.url = url;
    settings.name = name;
    settings.retry_min = std::chrono::milliseconds{20};
    return settings;
  }

 private:
  nats::Connection connection_;
  std::optional<nats::NatsRequests> requests_;
};

}  // namespace requests_test
