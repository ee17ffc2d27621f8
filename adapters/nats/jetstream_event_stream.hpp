#pragma once

#include <memory>
#include <string>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/jetstream.hpp>
#include <ports/sync/event_stream.hpp>

namespace nats {

// JetStreamEventStream: the stream of one log at the broker.
//   Shape   names.hpp, event_message.hpp; limits retention, the oldest go first, stored in a file
//   Bounds  a batch is published without waiting in between and acknowledged message by message;
//           all its acknowledgements come within `acks_max` or the batch failed
class JetStreamEventStream final : public sync::EventStream {
 public:
  struct Limits {
    StreamLimits stream;
    std::chrono::milliseconds acks_max{5'000};
  };

  JetStreamEventStream(const Connection& connection, std::string log, Limits limits);
  ~JetStreamEventStream() override;

  std::expected<sync::StreamEnd, sync::StreamFailure> end() override;
  std::expected<void, sync::StreamFailure> publish(std::uint64_t sequence,
                                                   std::span<const sync::Commit> commits,
                                                   sync::Offset after) override;

 private:
  class Acks;

  bool connect();
  std::expected<std::size_t, sync::StreamFailure> send(std::uint64_t sequence,
                                                       std::span<const sync::Commit> commits,
                                                       sync::Offset after,
                                                       const std::string& reply);

  const Connection& connection_;
  const std::string log_;
  const Limits limits_;
  std::unique_ptr<JetStream> jetstream_;  // of the link that stood last
  std::unique_ptr<Acks> acks_;
};

}  // namespace nats
