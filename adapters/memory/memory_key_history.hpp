#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <adapters/memory/memory_store.hpp>
#include <ports/sync/key_history.hpp>

namespace memory {

class MemoryKeyHistory final : public sync::KeyHistory {
 public:
  explicit MemoryKeyHistory(MemoryStore& store) : store_(store) {}

  sync::Offset first() override {
    const auto& commits = store_.durable().commits;
    return commits.empty() ? 1 : commits.front().first();
  }
  std::vector<sync::Event> newest(const std::string& key, sync::Offset from, sync::Offset through,
                                  std::size_t events_max) override {
    auto found = between(key, from, through);
    std::ranges::reverse(found);
    found.resize(std::min(found.size(), events_max));
    return found;
  }
  std::vector<sync::Event> oldest(const std::string& key, sync::Offset from, sync::Offset through,
                                  std::size_t events_max) override {
    auto found = between(key, from, through);
    found.resize(std::min(found.size(), events_max));
    return found;
  }

 private:
  std::vector<sync::Event> between(const std::string& key, sync::Offset from,
                                   sync::Offset through) {
    std::vector<sync::Event> found;
    for (const auto& commit : store_.durable().commits) {
      for (const auto& event : commit.events) {
        if (event.key == key && event.offset >= from && event.offset <= through) {
          found.push_back(event);
        }
      }
    }
    return found;
  }

  MemoryStore& store_;
};

}  // namespace memory
