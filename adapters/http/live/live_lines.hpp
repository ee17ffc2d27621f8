#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <adapters/http/live/live_hub.hpp>

// What the hub knows of each log and of each watcher.
namespace http {

struct LiveHub::Line {
  std::vector<sync::EpochStart> epochs;
  sync::Offset cursor = 0;        // all up to here was told to everyone who is not behind
  bool awake = false;             // the reader at the end reads or waits: somebody may watch
  std::deque<WatcherPtr> behind;  // those who missed something, in turn
  bool reading_back = false;      // the reader of that is under way
};

struct LiveHub::Watcher {
  std::string user_id;
  std::shared_ptr<BodyStream> stream;
  std::vector<sync::Offset> seen;  // of each log; what is told lies behind it
  std::vector<char> behind;        // of each log: whether it is told from the past
  bool over = false;               // the user was deleted
  bool dropped = false;            // nothing is told any more
};

}  // namespace http
