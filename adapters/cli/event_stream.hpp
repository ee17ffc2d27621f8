#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace cli {

// StreamEvent: one of Server-Sent Events, as its reader has it.
struct StreamEvent {
  std::string id;  // the last that was said, also with an event before
  std::string type;
  std::string data;
};

// EventStream: from a text/event-stream, cut into pieces anywhere, to its events.
//   Errors  Stop (unavailable) where an event is larger than 4 MiB
//   Source  HTML Living Standard, section "Server-sent events"; `retry` is passed over
class EventStream {
 public:
  explicit EventStream(std::function<void(const StreamEvent&)> told) : told_(std::move(told)) {}

  void take(std::string_view piece);

 private:
  void take_line(std::string_view line);

  std::function<void(const StreamEvent&)> told_;
  std::string line_;
  bool behind_return_ = false;
  StreamEvent event_;
  bool has_data_ = false;
};

}  // namespace cli
