#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <tests/e2e/json.hpp>
#include <tests/e2e/server.hpp>

namespace e2e {

// LiveStream: one watcher of one user, over a socket of its own: reads chunks, and the events in
// them.
class LiveStream {
 public:
  struct Event {
    std::string id, type, data;
    Json json() const { return Json::parse(data); }
  };

  // `after`: what is sent as Last-Event-ID; empty: nothing is.
  LiveStream(const Server& server, const std::string& user_id, const std::string& after = {});
  ~LiveStream();
  LiveStream(LiveStream&& other) noexcept;

  int status() const { return status_; }
  // Nothing where none comes in time, or the stream has ended.
  std::optional<Event> next(std::chrono::milliseconds at_most = std::chrono::seconds{10});
  // The types of all events until this one has come.
  std::vector<std::string> types_until(const std::string& last);
  // Ended as it should, or broken off.
  bool ended() const { return ended_; }
  bool whole() const { return whole_; }

 private:
  bool read_more(std::chrono::steady_clock::time_point deadline);
  void unpack();

  int handle_ = -1;
  int status_ = 0;
  bool ended_ = false;
  bool whole_ = false;
  std::string bytes_;  // as they came
  std::string text_;   // out of the chunks
};

}  // namespace e2e
