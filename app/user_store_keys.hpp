#pragma once

#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include <adapters/http/access.hpp>
#include <adapters/http/key_directory.hpp>
#include <adapters/system/read_pool.hpp>
#include <app/user_host.hpp>

namespace app {

// The keys that are not revoked, by the hashes of their secrets. Throws sync::StoreFailure.
std::map<sync::Hash256, http::Principal> valid_keys(UserReads& reads);

// StoreKeys: the keys that stand in user's store and not on this process's ring (yet), since
// another instance made them a moment ago.
//   Bounds  one read at a time, which answers all who wait then; 1024 may wait
class StoreKeys final : public http::KeyDirectory {
 public:
  explicit StoreKeys(os::ReadPool<UserReads>& reads) : reads_(reads) {}

  // Errors: http.keys_unavailable where the store cannot be read now.
  void look_up(const sync::Hash256& token_hash, Found found) override;

 private:
  using Waiting = std::vector<std::pair<sync::Hash256, Found>>;

  void read();
  void answer(UserReads& reads);
  void refuse_all();

  os::ReadPool<UserReads>& reads_;
  std::mutex mutex_;
  bool reading_ = false;
  Waiting waiting_;
};

}  // namespace app
