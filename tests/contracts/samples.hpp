#pragma once

#include <cstdint>
#include <string>

#include <sync/domain/event.hpp>

namespace contracts {

inline sync::Hash256 some_chain(std::uint8_t seed) {
  sync::Hash256 chain;
  for (std::size_t i = 0; i < chain.bytes.size(); ++i) {
    chain.bytes[i] = static_cast<std::uint8_t>(seed + i);
  }
  return chain;
}

inline shared::Uuid some_uuid(std::uint64_t seed) {
  shared::Uuid id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[15 - i] = static_cast<std::uint8_t>(seed >> 8 * i);
  }
  id.bytes[6] = 0x70;
  return id;
}

inline sync::Event some_event(sync::Offset offset, std::string key = "usr_a") {
  sync::Event event;
  event.offset = offset;
  event.id = some_uuid(offset);
  event.aggregate_type = "user";
  event.key = std::move(key);
  event.version = static_cast<std::int64_t>(offset);
  event.type = "user.registered";
  event.occurred_at = shared::from_unix_ms(1'700'000'000'000 + static_cast<std::int64_t>(offset));
  event.payload = R"({"after":{"id":"usr_a"},"before":null})";
  event.correlation_id = "req-" + std::to_string(offset);
  event.causation_id = "cmd-" + std::to_string(offset);
  event.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  return event;
}

// A commit of `count` events behind `after`, with a chain and roots of its own.
inline sync::Commit some_commit(sync::Offset after, std::size_t count, sync::Epoch epoch = 1) {
  sync::Commit commit;
  commit.epoch = epoch;
  for (std::size_t i = 0; i < count; ++i) commit.events.push_back(some_event(after + 1 + i));
  commit.chain = some_chain(static_cast<std::uint8_t>(commit.last()));
  commit.roots = {{"api_key", {1, 2}}, {"user", {commit.last(), ~std::uint64_t{0}}}};
  return commit;
}

}  // namespace contracts
