#pragma once

#include <functional>
#include <memory>

#include <shared/domain/result.hpp>
#include <sync/domain/hash.hpp>

#include <adapters/http/access.hpp>

namespace http {

// KeyDirectory: knows of keys that this process's ring does not have (yet).
class KeyDirectory {
 public:
  // Null: there is no such key. A refusal: nobody can say now.
  using Found = std::move_only_function<void(shared::Result<std::shared_ptr<const Principal>>)>;

  virtual ~KeyDirectory() = default;
  // Answers exactly once, from any thread, also at once.
  virtual void look_up(const sync::Hash256& token_hash, Found found) = 0;
};

}  // namespace http
