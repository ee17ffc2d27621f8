#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace webhook {

// Message: one request to an endpoint. Its body is JSON.
struct Message {
  std::string url;
  std::string id;         // the header webhook-id
  std::string timestamp;  // webhook-timestamp
  std::string signature;  // webhook-signature
  std::string body;
};

// Reply: what came back.
struct Reply {
  int status = 0;  // 0: nothing came back, and `error` says why
  std::string error = {};
  std::optional<std::chrono::seconds> retry_after = {};  // the header, where it is a number
};

// Transport: brings a message to its URL and never anywhere else: no redirect is followed, and no
// address that is not public is spoken to, unless that is allowed. Each message has its end within
// a bounded time.
class Transport {
 public:
  using Done = std::move_only_function<void(Reply)>;

  virtual ~Transport() = default;
  // Calls `done` exactly once, on the thread of the process that sends, and never from within this
  // call; not at all once that process has ended.
  virtual void send(Message message, Done done) = 0;
};

}  // namespace webhook
