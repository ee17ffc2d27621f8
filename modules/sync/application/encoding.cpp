#include <sync/application/encoding.hpp>

namespace sync {
namespace {

constexpr std::string_view frame_magic = "CLV1";

}  // namespace

void encode(const Event& event, std::string& out) {
  put(out, event.offset);
  put(out, event.id.bytes);
  put(out, event.aggregate_type);
  put(out, event.key);
  put(out, static_cast<std::uint64_t>(event.version));
  put(out, static_cast<std::uint8_t>(event.removes ? 1 : 0));
  put(out, event.type);
  put(out, static_cast<std::uint32_t>(event.schema_version));
  put(out, static_cast<std::uint64_t>(shared::to_unix_ms(event.occurred_at)));
  put(out, event.payload);
  put(out, event.correlation_id);
  put(out, event.causation_id);
  put(out, static_cast<std::uint32_t>(event.causation_depth));
  put(out, event.traceparent);
}

Event decode_event(ByteReader& in) {
  Event event;
  event.offset = in.number<std::uint64_t>();
  in.bytes(event.id.bytes);
  event.aggregate_type = in.text();
  event.key = in.text();
  event.version = static_cast<std::int64_t>(in.number<std::uint64_t>());
  event.removes = in.number<std::uint8_t>() != 0;
  event.type = in.text();
  event.schema_version = static_cast<int>(in.number<std::uint32_t>());
  event.occurred_at = shared::from_unix_ms(static_cast<std::int64_t>(in.number<std::uint64_t>()));
  event.payload = in.text();
  event.correlation_id = in.text();
  event.causation_id = in.text();
  event.causation_depth = static_cast<int>(in.number<std::uint32_t>());
  event.traceparent = in.text();
  return event;
}

void put_roots(std::string& out, const Roots& roots) {
  put(out, static_cast<std::uint32_t>(roots.size()));
  for (const auto& [type, root] : roots) {
    put(out, type);
    put(out, root.low);
    put(out, root.high);
  }
}

Roots take_roots(ByteReader& in) {
  Roots roots;
  const auto count = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.good(); ++i) {
    auto type = in.text();
    const auto low = in.number<std::uint64_t>();
    const auto high = in.number<std::uint64_t>();
    roots.insert_or_assign(std::move(type), Hash128{low, high});
  }
  return roots;
}

EncodedEvents encode(const std::vector<Event>& events) {
  constexpr std::size_t around_payload = 400;  // about what the rest of an event needs
  std::size_t bytes = 0;
  for (const auto& event : events) bytes += event.payload.size() + around_payload;
  EncodedEvents encoded;
  encoded.bytes.reserve(bytes);
  encoded.ends.reserve(events.size());
  for (const auto& event : events) {
    encode(event, encoded.bytes);
    encoded.ends.push_back(encoded.bytes.size());
  }
  return encoded;
}

std::string encode_frame(const std::string& log, const Commit& commit,
                         const EncodedEvents& events) {
  constexpr std::size_t around_events = 200;  // the name and the chain, and as much for each root
  std::string out;
  out.reserve(events.bytes.size() + around_events * (1 + commit.roots.size()));
  out += frame_magic;
  put(out, log);
  put(out, commit.epoch);
  put(out, static_cast<std::uint32_t>(commit.events.size()));
  out += events.bytes;
  put(out, commit.chain.bytes);
  put_roots(out, commit.roots);
  return out;
}

std::optional<Frame> decode_frame(std::string_view bytes) {
  ByteReader in{bytes};
  if (in.take(frame_magic.size()) != frame_magic) return std::nullopt;
  Frame frame;
  frame.log = in.text();
  frame.commit.epoch = in.number<Epoch>();
  const auto events = in.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < events && in.good(); ++i) {
    frame.commit.events.push_back(decode_event(in));
  }
  in.bytes(frame.commit.chain.bytes);
  frame.commit.roots = take_roots(in);
  if (!in.done() || frame.commit.events.empty()) return std::nullopt;
  return frame;
}

}  // namespace sync
