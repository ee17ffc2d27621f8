#include <adapters/http/access.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace http {

bool Principal::may(std::string_view scope) const {
  return std::ranges::any_of(scopes, [&](const std::string& held) {
    return held == scope || held == admin_scope;
  });
}

std::size_t MemoryKeyRing::FirstBytes::operator()(const sync::Hash256& hash) const {
  std::size_t first = 0;
  std::memcpy(&first, hash.bytes.data(), sizeof first);
  return first;
}

std::shared_ptr<const Principal> MemoryKeyRing::find(const sync::Hash256& token_hash) const {
  const std::shared_lock lock(mutex_);
  const auto key = keys_.find(token_hash);
  return key == keys_.end() ? nullptr : key->second;
}

std::uint64_t MemoryKeyRing::changes() const {
  const std::shared_lock lock(mutex_);
  return changes_;
}

bool MemoryKeyRing::replace_all(std::map<sync::Hash256, Principal> keys,
                                std::optional<std::uint64_t> changes) {
  Keys ring;
  for (auto& [hash, principal] : keys)
    ring.emplace(hash, std::make_shared<const Principal>(std::move(principal)));
  {
    const std::unique_lock lock(mutex_);
    if (changes && *changes != changes_) return false;
    keys_.swap(ring);
    ++changes_;
  }
  for (const auto& [hash, key] : ring) {
    if (lost_ && !find(hash)) lost_(key->key_id);
  }
  return true;
}

void MemoryKeyRing::add(const sync::Hash256& token_hash, Principal principal) {
  auto key = std::make_shared<const Principal>(std::move(principal));
  const std::unique_lock lock(mutex_);
  keys_.insert_or_assign(token_hash, std::move(key));
  ++changes_;
}

void MemoryKeyRing::remove(std::string_view key_id) {
  {
    const std::unique_lock lock(mutex_);
    std::erase_if(keys_, [&](const auto& key) { return key.second->key_id == key_id; });
    ++changes_;
  }
  if (lost_) lost_(key_id);
}

std::size_t MemoryKeyRing::size() const {
  const std::shared_lock lock(mutex_);
  return keys_.size();
}

}  // namespace http
