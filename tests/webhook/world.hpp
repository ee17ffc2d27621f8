#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <adapters/json/webhook/json_bodies.hpp>
#include <adapters/memory/webhook/memory_webhook.hpp>
#include <adapters/system/webhook/sodium_signer.hpp>

#include <webhook/application/courier.hpp>
#include <webhook/application/webhook_module.hpp>

namespace webhook_test {

using namespace std::chrono_literals;

template <class Id>
Id id_of(std::uint8_t number) {
  Id id;
  id.uuid.bytes[0] = number;
  return id;
}

inline constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
inline constexpr const char* another_secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

// Time that passes when a test says so.
class VirtualClock final : public shared::Clock {
 public:
  shared::Instant now() override { return now_; }
  std::chrono::milliseconds monotonic() override {
    return now_ - *shared::parse_rfc3339("2026-01-01T00:00:00.000Z");
  }
  void pass(std::chrono::milliseconds time) { now_ += time; }

 private:
  shared::Instant now_ = *shared::parse_rfc3339("2026-11-20T10:00:00.000Z");
};

// Ids that count.
class CountingIds final : public shared::Ids {
 public:
  shared::Uuid next() override {
    shared::Uuid id;
    ++drawn_;
    id.bytes[6] = static_cast<std::uint8_t>(drawn_ >> 8);
    id.bytes[7] = static_cast<std::uint8_t>(drawn_);
    return id;
  }

 private:
  unsigned drawn_ = 0;
};

// The module over stores in memory; run() does what the write lane does.
struct Module {
  VirtualClock clock;
  CountingIds ids;
  json::JsonBodies bodies;
  memory::MemoryEndpoints endpoints;
  memory::MemoryEndpointRegisters registers;
  memory::MemoryDeliveries deliveries;
  memory::MemoryWebhookOutbox outbox;
  webhook::WebhookModule module{
      webhook::WebhookPorts{endpoints, registers, deliveries, outbox, bodies, ids, clock}, {}};

  template <class UseCase>
  auto run(const UseCase& use_case, typename UseCase::Command command) {
    use_case.want(command);
    use_case.want(command);  // rows lead to rows
    return use_case(command);
  }

  webhook::EndpointId create(std::uint8_t number, std::vector<std::string> types = {"*"}) {
    const auto id = id_of<webhook::EndpointId>(number);
    const auto done = run(module.create_endpoint,
                          {.id = id,
                           .words = {.url = "https://receiver.example/" + std::to_string(number),
                                     .description = {},
                                     .event_types = std::move(types)},
                           .secret = secret,
                           .at = clock.now()});
    if (!done) throw std::runtime_error(done.error().detail);
    return id;
  }
  // An event of another module, at the next offset.
  void hear(const std::string& type, const std::string& object = "usr_1",
            std::int64_t sequence = 1) {
    module.queue_deliveries.want();
    module.queue_deliveries.want();
    module.queue_deliveries({.id = "event-" + std::to_string(++offset),
                             .type = type,
                             .log = "user/0",
                             .offset = offset,
                             .object = object,
                             .sequence = sequence,
                             .removes = false,
                             .occurred_at = clock.now(),
                             .payload = R"({"after":{"id":"usr_1"},"before":null})"});
  }
  webhook::Endpoint endpoint(webhook::EndpointId id) { return endpoints.rows().at(id); }
  std::vector<webhook::Delivery> all_deliveries() {
    std::vector<webhook::Delivery> out;
    for (const auto& [id, delivery] : deliveries.rows()) out.push_back(delivery);
    return out;
  }
  template <class Event>
  std::size_t said() const {
    std::size_t count = 0;
    for (const auto& event : outbox.said()) count += std::holds_alternative<Event>(event) ? 1 : 0;
    return count;
  }

  std::int64_t offset = 0;
};

// A network whose answers a test decides: what is on its way lies here until it is answered.
class HeldTransport final : public webhook::Transport {
 public:
  struct OnItsWay {
    webhook::Message message;
    Done done;
  };
  void send(webhook::Message message, Done done) override {
    sent.push_back(message.id);
    on_their_way.push_back({std::move(message), std::move(done)});
  }
  // Answers the oldest.
  void answer(webhook::Reply reply) {
    auto first = std::move(on_their_way.front());
    on_their_way.pop_front();
    first.done(std::move(reply));
  }
  void answer_all(const webhook::Reply& reply) {
    while (!on_their_way.empty()) answer(reply);
  }

  std::deque<OnItsWay> on_their_way;
  std::vector<std::string> sent;  // ids of messages, in order
};

// A write lane that runs a work when a test says so, or refuses it.
class HeldWorks final : public shared::Works {
 public:
  void submit(shared::Work work) override { waiting.push_back(std::move(work)); }
  void run_all() {
    while (!waiting.empty()) {
      auto work = std::move(waiting.front());
      waiting.pop_front();
      if (refusal) {
        work.ended(shared::refuse(*refusal));
        continue;
      }
      work.want();
      work.want();
      work.ended(work.decide());
    }
  }

  std::deque<shared::Work> waiting;
  std::optional<shared::Error> refusal;
};

// A courier over it all; live() has time pass as a driver would.
struct World : Module {
  memory::MemoryEndpointViews endpoint_views{endpoints};
  memory::MemoryDueDeliveries due{deliveries};
  HeldTransport transport;
  os::SodiumSigner signer;
  HeldWorks works;
  webhook::Courier::Limits limits;
  std::optional<webhook::Courier> courier;

  World() { restart(); }
  // What a process that died leaves: nothing of what was on its way.
  void restart() {
    transport.on_their_way.clear();
    works.waiting.clear();
    courier.emplace(webhook::Courier::Parts{endpoint_views, due, transport, signer, works, clock,
                                            module.settle_delivery, module.forget_deliveries},
                    limits);
  }
  // One step, and all that it led to, with the receiver answering so.
  std::chrono::milliseconds step(const webhook::Reply& reply) {
    const auto wait = courier->step();
    transport.answer_all(reply);
    works.run_all();
    return wait;
  }
  void live(std::chrono::milliseconds time, const webhook::Reply& reply) {
    const auto end = clock.now() + time;
    while (clock.now() < end) {
      auto wait = step(reply);
      // Steps of half a second through days would be many: to the next time anything is due.
      if (transport.on_their_way.empty() && works.waiting.empty()) {
        auto next = end;
        for (const auto& delivery : all_deliveries()) {
          if (delivery.pending()) next = std::min(next, *delivery.fields().next_at);
        }
        wait = std::max(wait, next - clock.now());
      }
      clock.pass(std::min<std::chrono::milliseconds>(std::max(wait, 1ms), end - clock.now()));
    }
  }
};

}  // namespace webhook_test
