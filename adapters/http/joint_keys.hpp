#pragma once

#include <adapters/http/access.hpp>

namespace http {

// JointKeys: two rings as one: what is not on the first may be on the second. Both outlive it.
class JointKeys final : public KeyRing {
 public:
  JointKeys(KeyRing& first, KeyRing& second) : first_(first), second_(second) {}

  std::shared_ptr<const Principal> find(const sync::Hash256& token_hash) const override {
    auto found = first_.find(token_hash);
    return found ? found : second_.find(token_hash);
  }
  bool holds(const sync::Hash256& token_hash) override {
    return first_.holds(token_hash) || second_.holds(token_hash);
  }
  void on_lost(Lost lost) override {
    first_.on_lost(lost);
    second_.on_lost(std::move(lost));
  }

 private:
  KeyRing& first_;
  KeyRing& second_;
};

}  // namespace http
