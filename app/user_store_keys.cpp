#include <app/user_store_keys.hpp>

#include <memory>

#include <adapters/http/http_errors.hpp>

namespace app {
namespace {

constexpr std::size_t waiting_max = 1'024;

http::Principal principal_of(const user::ApiKey& key) {
  const auto& is = key.fields();
  return {is.id.text(), is.scopes, is.expires_at};
}

}  // namespace

std::map<sync::Hash256, http::Principal> valid_keys(UserReads& reads) {
  std::map<sync::Hash256, http::Principal> keys;
  for (const auto& key : reads.api_keys.all()) {
    const auto hash = sync::parse_hash256(key.fields().secret_hash);
    if (hash && !key.fields().revoked_at) keys.emplace(*hash, principal_of(key));
  }
  return keys;
}

void StoreKeys::look_up(const sync::Hash256& token_hash, Found found) {
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() < waiting_max) {
      waiting_.emplace_back(token_hash, std::move(found));
      if (std::exchange(reading_, true)) return;
    }
  }
  if (found) return found(shared::refuse(http::errors::keys_unavailable()));
  read();
}

void StoreKeys::read() {
  if (!reads_.run([this](UserReads& reads) { answer(reads); })) refuse_all();
}

void StoreKeys::answer(UserReads& reads) {
  Waiting asked;
  {
    const std::scoped_lock lock(mutex_);
    asked.swap(waiting_);
  }
  std::map<sync::Hash256, http::Principal> keys;
  bool could = true;
  try {
    keys = valid_keys(reads);
  } catch (const sync::StoreFailure&) {
    could = false;
  }
  for (auto& [hash, found] : asked) {
    if (!could) {
      found(shared::refuse(http::errors::keys_unavailable()));
      continue;
    }
    const auto key = keys.find(hash);
    found(key == keys.end() ? nullptr : std::make_shared<const http::Principal>(key->second));
  }
  {
    const std::scoped_lock lock(mutex_);
    reading_ = !waiting_.empty();
    if (!reading_) return;
  }
  read();
}

void StoreKeys::refuse_all() {
  Waiting asked;
  {
    const std::scoped_lock lock(mutex_);
    asked.swap(waiting_);
    reading_ = false;
  }
  for (auto& [hash, found] : asked) found(shared::refuse(http::errors::keys_unavailable()));
}

}  // namespace app
