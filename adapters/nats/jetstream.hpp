#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/event_message.hpp>
#include <ports/sync/event_stream.hpp>

namespace nats {

struct StreamLimits {
  std::int64_t bytes_max = 1024LL * 1024 * 1024;  // then its oldest messages go
  int replicas = 1;                               // of a cluster's servers; 1 where there is none
};

struct StreamState {
  std::uint64_t first = 0;  // sequences
  std::uint64_t last = 0;
  std::uint64_t messages = 0;
};

// JetStream: the broker's streams, asked over one link. One thread at a time.
//   Errors  values; each question ends within `answer_max`
class JetStream {
 public:
  using Failure = sync::StreamFailure;
  struct PlacedEvent {
    std::uint64_t sequence = 0;
    CarriedEvent carried;
  };

  explicit JetStream(Link link);
  ~JetStream();
  JetStream(const JetStream&) = delete;
  JetStream& operator=(const JetStream&) = delete;

  const Link& link() const { return link_; }

  // Makes the log's stream where it is missing, and gives it these limits where it has others.
  std::expected<StreamState, Failure> declare(const std::string& log, const StreamLimits& limits);
  // Nothing where there is no such stream.
  std::expected<std::optional<StreamState>, Failure> state(const std::string& log);
  // The stream's last message that carries an event, within a bound that garbage cannot stretch.
  std::expected<std::optional<PlacedEvent>, Failure> last_event(const std::string& log,
                                                                const StreamState& state);
  // A consumer of the log's stream that pushes what stands from `sequence` on to the subject `to`,
  // in order, without acknowledgements, and ends by itself when nobody listens. Its name.
  std::expected<std::string, Failure> consume(const std::string& log, std::uint64_t sequence,
                                              const std::string& to,
                                              std::chrono::milliseconds heartbeat);

 private:
  Link link_;
  jsCtx* context_ = nullptr;
};

// What the broker's refusal means; `code` is its err_code.
sync::StreamFailure failure_of(int code, const std::string& text);

}  // namespace nats
