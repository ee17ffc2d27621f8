#pragma once

#include <chrono>
#include <cstddef>
#include <cstring>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>

#include <adapters/http/access.hpp>
#include <adapters/http/key_directory.hpp>

namespace http {

// Who is asked about keys.
inline constexpr const char* keys_service = "user_keys";

struct RemoteKeyLimits {
  std::chrono::milliseconds known_for{30'000};    // then a key is asked about again ...
  std::chrono::milliseconds trusted_for{600'000};  // ... and believed while nobody can say
  std::chrono::milliseconds unknown_for{1'000};   // a token that is no key
  std::chrono::milliseconds answer_max{3'000};
  std::size_t keys_max = 10'000;  // of each kind; beyond them somebody's is asked about again
};

// RemoteKeys: the keys that a module elsewhere knows, kept for a while by the hash of their token,
// which is all that travels. A key that is revoked opens nothing from revoked() on, whatever
// answers are still under way; where that was never heard, no longer than known_for while the
// module answers.
//   Errors  look_up: http.keys_unavailable
//   Note    must outlive its questions: destroy what it asks through first
class RemoteKeys final : public KeyRing, public KeyDirectory {
 public:
  RemoteKeys(shared::Requests& requests, shared::Clock& clock, RemoteKeyLimits limits = {})
      : requests_(requests), clock_(clock), limits_(limits) {}

  std::shared_ptr<const Principal> find(const sync::Hash256& token_hash) const override;
  // Asks about it once more where it was known too long ago, and believes in it meanwhile.
  bool holds(const sync::Hash256& token_hash) override;
  void on_lost(Lost lost) override { lost_ = std::move(lost); }
  void look_up(const sync::Hash256& token_hash, Found found) override;

  // To be called with what user's api_key.revoked says. Harmless where the key is not known.
  void revoked(std::string_view key_id);
  std::size_t size() const;

 private:
  using Time = std::chrono::milliseconds;
  using PrincipalPtr = std::shared_ptr<const Principal>;
  struct Known {
    PrincipalPtr principal;  // null: a token that is no key
    Time asked_at{0};
    Time again_at{0};   // when holds() asked last
    Time silent_at{0};  // when nobody could say last
  };
  struct FirstBytes {
    std::size_t operator()(const sync::Hash256& hash) const {
      std::size_t first = 0;
      std::memcpy(&first, hash.bytes.data(), sizeof first);
      return first;
    }
  };
  using Cache = std::unordered_map<sync::Hash256, Known, FirstBytes>;

  using Ended = std::expected<shared::Message, shared::Silence>;

  // All under the lock. Null where it is not kept, or was asked about longer ago.
  PrincipalPtr kept(const Cache& cache, const sync::Hash256& token_hash, Time at_most) const;
  void keep(Cache& cache, const sync::Hash256& token_hash, Known known);

  shared::Result<PrincipalPtr> came(const sync::Hash256& token_hash, Time asked_at,
                                    const Ended& ended);

  shared::Requests& requests_;
  shared::Clock& clock_;
  const RemoteKeyLimits limits_;
  mutable std::mutex mutex_;
  Cache keys_;
  Cache strangers_;
  std::set<std::string, std::less<>> revoked_;  // lately: answers under way may still name them
  std::deque<std::string> revoked_in_order_;
  Lost lost_;
};

// serve_keys: as long as it lives, that ring's keys are told to who asks by a token's hash; where
// there is a directory, also those that it knows besides.
[[nodiscard]] std::unique_ptr<shared::Serving> serve_keys(shared::Services& services,
                                                          const KeyRing& ring,
                                                          KeyDirectory* directory = nullptr);

}  // namespace http
