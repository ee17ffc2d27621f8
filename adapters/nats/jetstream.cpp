#include <adapters/nats/jetstream.hpp>

#include <memory>
#include <utility>

#include <adapters/nats/names.hpp>

namespace nats {
namespace {

using Kind = sync::StreamFailure::Kind;

constexpr std::int64_t answer_max_ms = 3'000;
constexpr std::uint64_t garbage_passed_max = 64;
constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t abandoned_after_ns = 10'000 * ns_per_ms;

struct FreeStreamInfo {
  void operator()(jsStreamInfo* info) const { jsStreamInfo_Destroy(info); }
};
using StreamInfo = std::unique_ptr<jsStreamInfo, FreeStreamInfo>;

sync::StreamFailure failed(natsStatus status, jsErrCode code) {
  const char* last = nats_GetLastError(nullptr);
  const bool said = last != nullptr && *last != '\0';
  return failure_of(code, said ? last : natsStatus_GetText(status));
}

StreamState state_of(const jsStreamInfo& info) {
  return {info.State.FirstSeq, info.State.LastSeq, info.State.Msgs};
}

// What our streams are: a bounded file that forgets its oldest messages.
class StreamConfig {
 public:
  StreamConfig(const std::string& log, const StreamLimits& limits)
      : name_(stream_name(log)), subjects_(subjects(log)), subject_(subjects_.c_str()) {
    jsStreamConfig_Init(&config_);
    config_.Name = name_.c_str();
    config_.Subjects = &subject_;
    config_.SubjectsLen = 1;
    config_.Retention = js_LimitsPolicy;
    config_.Discard = js_DiscardOld;
    config_.Storage = js_FileStorage;
    config_.MaxBytes = limits.bytes_max;
    config_.Replicas = limits.replicas;
  }
  jsStreamConfig* get() { return &config_; }

 private:
  std::string name_;
  std::string subjects_;
  const char* subject_;
  jsStreamConfig config_;
};

}  // namespace

sync::StreamFailure failure_of(int code, const std::string& text) {
  switch (code) {
    case JSStreamWrongLastSequenceErr:
      return {Kind::moved, text};
    case JSInsufficientResourcesErr:
    case JSMemoryResourcesExceededErr:
    case JSStorageResourcesExceededErr:
    case JSStreamStoreFailedErr:
      return {Kind::full, "JetStream has no room (" + text +
                              "): raise max_file_store, free disk space, or lower "
                              "nats.stream_bytes_max; writes go on meanwhile"};
    case JSStreamReplicasNotSupportedErr:
    case JSClusterNoPeersErr:
      return {Kind::away, "JetStream cannot keep that many copies of a stream (" + text +
                              "): lower nats.stream_replicas, or give the broker's cluster more "
                              "servers; writes go on meanwhile"};
    default:
      return {Kind::away, "JetStream: " + text};
  }
}

JetStream::JetStream(Link link) : link_(std::move(link)) {
  jsOptions options;
  jsOptions_Init(&options);
  options.Wait = answer_max_ms;
  natsConnection_JetStream(&context_, link_.get(), &options);
}

JetStream::~JetStream() { jsCtx_Destroy(context_); }

std::expected<StreamState, JetStream::Failure> JetStream::declare(const std::string& log,
                                                                  const StreamLimits& limits) {
  StreamConfig config(log, limits);
  jsStreamInfo* made = nullptr;
  jsErrCode code{};
  auto status = js_GetStreamInfo(&made, context_, config.get()->Name, nullptr, &code);
  if (status == NATS_OK) {
    const StreamInfo info{made};
    const auto& there = *info->Config;
    if (there.MaxBytes == limits.bytes_max && there.Replicas == limits.replicas) {
      return state_of(*info);
    }
    made = nullptr;
    status = js_UpdateStream(&made, context_, config.get(), nullptr, &code);
  } else if (code == JSStreamNotFoundErr) {
    status = js_AddStream(&made, context_, config.get(), nullptr, &code);
  }
  if (status != NATS_OK) return std::unexpected(failed(status, code));
  return state_of(*StreamInfo{made});
}

std::expected<std::optional<StreamState>, JetStream::Failure> JetStream::state(
    const std::string& log) {
  jsStreamInfo* made = nullptr;
  jsErrCode code{};
  const auto status =
      js_GetStreamInfo(&made, context_, stream_name(log).c_str(), nullptr, &code);
  if (code == JSStreamNotFoundErr) return std::nullopt;
  if (status != NATS_OK) return std::unexpected(failed(status, code));
  return state_of(*StreamInfo{made});
}

std::expected<std::optional<JetStream::PlacedEvent>, JetStream::Failure> JetStream::last_event(
    const std::string& log, const StreamState& state) {
  if (state.messages == 0) return std::nullopt;
  const auto name = stream_name(log);
  natsMsg* read = nullptr;
  jsErrCode code{};
  auto status =
      js_GetLastMsg(&read, context_, name.c_str(), subjects(log).c_str(), nullptr, &code);
  for (std::uint64_t passed = 0; passed < garbage_passed_max; ++passed) {
    if (status != NATS_OK && code != JSNoMessageFoundErr) {
      return std::unexpected(failed(status, code));
    }
    if (status != NATS_OK) break;
    const MessagePtr message{std::exchange(read, nullptr)};
    const auto sequence = natsMsg_GetSequence(message.get());
    if (auto carried = from_message(log, message.get())) {
      return PlacedEvent{sequence, std::move(*carried)};
    }
    if (sequence <= state.first) break;
    code = {};
    status = js_GetMsg(&read, context_, name.c_str(), sequence - 1, nullptr, &code);
  }
  return std::nullopt;
}

std::expected<std::string, JetStream::Failure> JetStream::consume(
    const std::string& log, std::uint64_t sequence, const std::string& to,
    std::chrono::milliseconds heartbeat) {
  jsConsumerConfig config;
  jsConsumerConfig_Init(&config);
  config.DeliverPolicy = js_DeliverByStartSequence;
  config.OptStartSeq = sequence;
  config.AckPolicy = js_AckNone;
  config.MaxDeliver = 1;
  config.FlowControl = true;
  config.Heartbeat = heartbeat.count() * ns_per_ms;
  config.DeliverSubject = to.c_str();
  config.InactiveThreshold = abandoned_after_ns;
  config.Replicas = 1;
  config.MemoryStorage = true;
  jsConsumerInfo* made = nullptr;
  jsErrCode code{};
  const auto status =
      js_AddConsumer(&made, context_, stream_name(log).c_str(), &config, nullptr, &code);
  if (status != NATS_OK) return std::unexpected(failed(status, code));
  std::string name = made->Name;
  jsConsumerInfo_Destroy(made);
  return name;
}

}  // namespace nats
