#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <sync/domain/event.hpp>

namespace app {

// Epochs: of each log that this process knows, oldest first. One begins at a start of any instance
// of its module. Any thread.
class Epochs {
 public:
  // Empty for a log that is not known here.
  std::vector<sync::EpochStart> of(const std::string& log) const {
    const std::scoped_lock lock(mutex_);
    const auto found = logs_.find(log);
    return found == logs_.end() ? std::vector<sync::EpochStart>{} : found->second;
  }
  void put(const std::string& log, std::vector<sync::EpochStart> epochs) {
    const std::scoped_lock lock(mutex_);
    logs_.insert_or_assign(log, std::move(epochs));
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<sync::EpochStart>> logs_;
};

}  // namespace app
