#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <shared/domain/instant.hpp>
#include <sync/domain/hash.hpp>

namespace http {

inline constexpr std::string_view admin_scope = "admin";

// Principal: who asks, as far as the key tells.
struct Principal {
  std::string key_id;               // "key_..."
  std::vector<std::string> scopes;  // `admin` stands for all
  std::optional<shared::Instant> expires_at;

  bool may(std::string_view scope) const;
  bool has_expired(shared::Instant now) const { return expires_at && *expires_at <= now; }
};

// Caller: who asks, as far as whoever is in front has found out. That no principal is known, or one
// that has expired, is refused where a key is needed, and not before.
struct Caller {
  std::shared_ptr<const Principal> principal;
  bool token_shown = false;
  sync::Hash256 token_hash = {};  // of the token shown; none where that was in another process
};

// KeyRing: the keys that open the door, by the hash of the secret. The secrets are nowhere.
class KeyRing {
 public:
  virtual ~KeyRing() = default;
  // Nothing where there is no such key (any more). Whether it has expired is the caller's to see.
  virtual std::shared_ptr<const Principal> find(const sync::Hash256& token_hash) const = 0;
  // Whether a key that was found once is still there, as far as can be said at once.
  virtual bool holds(const sync::Hash256& token_hash) { return find(token_hash) != nullptr; }

  // Told of each key that opens the door no more, from whatever thread took it off the ring. One
  // listener, which must be there before the first request.
  using Lost = std::function<void(std::string_view key_id)>;
  virtual void on_lost(Lost lost) = 0;
};

// MemoryKeyRing: the ring, in memory; any thread may look and change. A change holds for every
// request that looks after it.
class MemoryKeyRing final : public KeyRing {
 public:
  std::shared_ptr<const Principal> find(const sync::Hash256& token_hash) const override;
  void on_lost(Lost lost) override { lost_ = std::move(lost); }

  // How often it was changed.
  std::uint64_t changes() const;
  // Where the ring was changed more often than that, nothing happens (false): the keys were read
  // before that change, and would undo it.
  bool replace_all(std::map<sync::Hash256, Principal> keys,
                   std::optional<std::uint64_t> changes = std::nullopt);
  void add(const sync::Hash256& token_hash, Principal principal);
  // By the key's id; harmless where it is not there.
  void remove(std::string_view key_id);
  std::size_t size() const;

 private:
  // Part of a hash of something secret and random is as good as any hash.
  struct FirstBytes {
    std::size_t operator()(const sync::Hash256& hash) const;
  };

  using Keys = std::unordered_map<sync::Hash256, std::shared_ptr<const Principal>, FirstBytes>;

  mutable std::shared_mutex mutex_;
  Keys keys_;
  std::uint64_t changes_ = 0;
  Lost lost_;
};

}  // namespace http
