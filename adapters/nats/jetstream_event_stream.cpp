#include <adapters/nats/jetstream_event_stream.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <adapters/nats/event_message.hpp>
#include <adapters/nats/header_text.hpp>
#include <adapters/nats/mailbox.hpp>
#include <adapters/nats/names.hpp>

namespace nats {
namespace {

using sync::StreamFailure;
using Kind = StreamFailure::Kind;
using Clock = std::chrono::steady_clock;

constexpr auto expected_sequence = "Nats-Expected-Last-Sequence";
constexpr auto expected_stream = "Nats-Expected-Stream";

// The text of a field of the broker's answer: {"stream":"S","seq":7}, or
// {"error":{"code":400,"err_code":10071,"description":"..."},"stream":"S"}.
std::string_view field(std::string_view json, std::string_view name) {
  const auto at = json.find(name);
  if (at == json.npos) return {};
  json.remove_prefix(at + name.size());
  return json.substr(0, json.find_first_of(json.starts_with('"') ? "\"" : ",}", 1));
}

std::expected<void, StreamFailure> read_ack(natsMsg* message) {
  if (natsMsg_IsNoResponders(message)) {
    return std::unexpected(StreamFailure{Kind::moved, "the stream is gone"});
  }
  const std::string_view json{natsMsg_GetData(message),
                              static_cast<std::size_t>(natsMsg_GetDataLength(message))};
  if (!json.contains("\"error\":")) return {};
  auto text = field(json, "\"description\":");
  text.remove_prefix(text.empty() ? 0 : 1);
  const auto code = parse_number<int>(field(json, "\"err_code\":"));
  return std::unexpected(failure_of(code.value_or(0), std::string{text}));
}

StreamFailure lost() { return {Kind::away, "NATS: there is no connection"}; }

}  // namespace

// Acks: where the broker's answers to published messages arrive, by batch.
class JetStreamEventStream::Acks {
 public:
  Acks(const Link& link, std::string inbox)
      : inbox_(std::move(inbox)), mailbox_(link, inbox_ + ".*", {}) {}

  // The subject to which the answers of the next batch come.
  const std::string& next_batch() {
    batch_ = inbox_ + "." + std::to_string(++batches_);
    return batch_;
  }
  std::expected<void, StreamFailure> collect(std::size_t count, Clock::time_point deadline) {
    while (count > 0) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
      if (left.count() <= 0) return std::unexpected(StreamFailure{Kind::away, no_answer});
      const auto message = mailbox_.next(left);
      if (!message) return std::unexpected(lost());
      if (*message == nullptr || natsMsg_GetSubject(message->get()) != batch_) continue;
      if (auto ack = read_ack(message->get()); !ack) return ack;
      --count;
    }
    return {};
  }

 private:
  static constexpr auto no_answer = "JetStream: no answer to what was published";

  std::string inbox_;
  Mailbox mailbox_;
  std::string batch_;
  std::uint64_t batches_ = 0;
};

JetStreamEventStream::JetStreamEventStream(const Connection& connection, std::string log,
                                           Limits limits)
    : connection_(connection), log_(std::move(log)), limits_(limits) {}

JetStreamEventStream::~JetStreamEventStream() = default;

bool JetStreamEventStream::connect() {
  const auto link = connection_.link();
  if (jetstream_ && jetstream_->link() == link) return true;
  acks_.reset();
  jetstream_.reset();
  if (!link) return false;
  jetstream_ = std::make_unique<JetStream>(link);
  acks_ = std::make_unique<Acks>(link, connection_.inbox("acks"));
  return true;
}

std::expected<sync::StreamEnd, StreamFailure> JetStreamEventStream::end() {
  if (!connect()) return std::unexpected(lost());
  const auto state = jetstream_->declare(log_, limits_.stream);
  if (!state) return std::unexpected(state.error());
  const auto last = jetstream_->last_event(log_, *state);
  if (!last) return std::unexpected(last.error());
  sync::StreamEnd end{state->last, std::nullopt};
  // Another relay may have added messages since the state was read.
  if (const auto& placed = *last) {
    const auto& carried = placed->carried;
    end.sequence = std::max(end.sequence, placed->sequence);
    end.mark = {carried.epoch, carried.event.offset, carried.commit_first, carried.event.id};
  }
  return end;
}

std::expected<void, StreamFailure> JetStreamEventStream::publish(
    std::uint64_t sequence, std::span<const sync::Commit> commits, sync::Offset after) {
  if (!connect()) return std::unexpected(lost());
  const auto deadline = Clock::now() + limits_.acks_max;
  const auto sent = send(sequence, commits, after, acks_->next_batch());
  if (!sent) return std::unexpected(sent.error());
  return acks_->collect(*sent, deadline);
}

std::expected<std::size_t, StreamFailure> JetStreamEventStream::send(
    std::uint64_t sequence, std::span<const sync::Commit> commits, sync::Offset after,
    const std::string& reply) {
  const auto stream = stream_name(log_);
  std::size_t sent = 0;
  for (const auto& commit : commits) {
    for (std::size_t at = 0; at < commit.events.size(); ++at) {
      if (commit.events[at].offset <= after) continue;
      const auto message = to_message(log_, commit, at, reply);
      if (!message) return std::unexpected(StreamFailure{Kind::away, "NATS: no memory"});
      const auto expected = std::to_string(sequence + sent);
      natsMsgHeader_Set(message.get(), expected_stream, stream.c_str());
      natsMsgHeader_Set(message.get(), expected_sequence, expected.c_str());
      if (natsConnection_PublishMsg(jetstream_->link().get(), message.get()) != NATS_OK) {
        return std::unexpected(lost());
      }
      ++sent;
    }
  }
  if (natsConnection_FlushTimeout(jetstream_->link().get(), limits_.acks_max.count()) != NATS_OK) {
    return std::unexpected(lost());
  }
  return sent;
}

}  // namespace nats
