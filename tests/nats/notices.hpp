#pragma once

#include <algorithm>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <adapters/nats/connection.hpp>

namespace nats_test {

// Notices: what a connection told.
class Notices {
 public:
  std::function<void(const nats::Notice&)> told() {
    return [this](const nats::Notice& notice) {
      const std::scoped_lock lock(mutex_);
      all_.push_back(notice);
    };
  }
  bool has(nats::Notice::Kind kind, const std::string& words = {}) const {
    const std::scoped_lock lock(mutex_);
    return std::ranges::any_of(all_, [&](const nats::Notice& notice) {
      return notice.kind == kind && notice.text.contains(words);
    });
  }
  std::string text() const {
    const std::scoped_lock lock(mutex_);
    std::string text;
    for (const auto& notice : all_) text += notice.text + "\n";
    return text;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<nats::Notice> all_;
};

inline nats::Settings settings_of(const std::string& url, const std::string& name = "test") {
  nats::Settings settings;
  settings.url = url;
  settings.name = name;
  settings.retry_min = std::chrono::milliseconds{20};
  settings.retry_max = std::chrono::milliseconds{200};
  settings.ping_every = std::chrono::milliseconds{500};
  return settings;
}

}  // namespace nats_test
