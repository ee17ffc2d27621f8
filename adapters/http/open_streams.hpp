#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <adapters/http/body_stream.hpp>
#include <adapters/http/message.hpp>

namespace http {

// How many answers go on at a time.
struct StreamBounds {
  std::size_t streams_max = 1'000;        // more are answered 503
  std::size_t streams_per_key_max = 250;  // more are answered 429
};

// OpenStreams: the answers that go on, each under the key that it was asked for with. One key
// cannot take all places, and with a key end all its streams.
//   Note  must be held by a std::shared_ptr; any thread may call it
class OpenStreams : public std::enable_shared_from_this<OpenStreams> {
 public:
  // Asked before each piece and at each heartbeat, on the connection's thread.
  using Allowed = std::move_only_function<bool()>;

  explicit OpenStreams(StreamBounds bounds) : bounds_(bounds) {}

  // The body has a place from here until nobody reads it any more, and goes on only while that is
  // allowed. Otherwise the refusal. An empty key: the route is open to all.
  [[nodiscard]] std::optional<Response> open(std::string_view key_id,
                                             const std::shared_ptr<BodyReader>& body,
                                             Allowed allowed, std::string_view request_id);
  // At once, all streams of this key.
  void end_of(std::string_view key_id);

 private:
  class Place;
  void leave(const std::string& key_id);

  const StreamBounds bounds_;
  std::mutex mutex_;
  std::size_t count_ = 0;
  std::unordered_map<std::string, std::vector<std::weak_ptr<BodyReader>>> by_key_;
};

}  // namespace http
