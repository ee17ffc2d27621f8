#pragma once

#include <utility>
#include <vector>

#include <ports/sync/outbox.hpp>

namespace memory {

// MemoryOutbox: keeps what was said, in order.
class MemoryOutbox final : public sync::Outbox {
 public:
  void append(sync::Draft draft) override { said_.push_back(std::move(draft)); }

  const std::vector<sync::Draft>& said() const { return said_; }

 private:
  std::vector<sync::Draft> said_;
};

}  // namespace memory
