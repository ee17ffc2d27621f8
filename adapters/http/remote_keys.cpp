#include <adapters/http/remote_keys.hpp>

#include <algorithm>
#include <optional>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/remote_message.hpp>

namespace http {
namespace {

constexpr std::size_t revoked_max = 1'024;

}  // namespace

RemoteKeys::PrincipalPtr RemoteKeys::find(const sync::Hash256& token_hash) const {
  const std::scoped_lock lock(mutex_);
  if (auto known = kept(keys_, token_hash, limits_.known_for)) return known;
  // Nobody could say a moment ago: it is not asked about for each request meanwhile.
  const auto known = keys_.find(token_hash);
  const auto now = clock_.monotonic();
  if (known == keys_.end() || now - known->second.asked_at >= limits_.trusted_for) return nullptr;
  const auto& [principal, asked_at, again_at, silent_at] = known->second;
  return silent_at > asked_at && now - silent_at < limits_.unknown_for ? principal : nullptr;
}

bool RemoteKeys::holds(const sync::Hash256& token_hash) {
  {
    const std::scoped_lock lock(mutex_);
    const auto known = keys_.find(token_hash);
    if (known == keys_.end()) return false;
    auto& [principal, asked_at, again_at, silent_at] = known->second;
    const auto now = clock_.monotonic();
    if (now - asked_at >= limits_.trusted_for) return false;
    if (now - std::max(asked_at, again_at) < limits_.known_for) return true;
    again_at = now;
  }
  look_up(token_hash, [](const auto&) {});
  return true;
}

void RemoteKeys::look_up(const sync::Hash256& token_hash, Found found) {
  const auto asked_at = clock_.monotonic();
  bool stranger = false;
  {
    const std::scoped_lock lock(mutex_);
    const auto known = strangers_.find(token_hash);
    stranger = known != strangers_.end() && asked_at - known->second.asked_at < limits_.unknown_for;
  }
  if (stranger) return found(nullptr);
  requests_.ask(keys_service, {{}, sync::to_hex(token_hash)}, limits_.answer_max,
                [this, token_hash, asked_at, found = std::move(found)](auto ended) mutable {
                  found(came(token_hash, asked_at, ended));
                });
}

shared::Result<RemoteKeys::PrincipalPtr> RemoteKeys::came(const sync::Hash256& token_hash,
                                                          Time asked_at, const Ended& ended) {
  auto caller = ended ? parse_caller(*ended) : std::nullopt;
  std::string lost;
  PrincipalPtr principal;
  {
    const std::scoped_lock lock(mutex_);
    if (!caller) {
      // While nobody can say, nobody can revoke either, as far as anybody here may know.
      auto trusted = kept(keys_, token_hash, limits_.trusted_for);
      if (!trusted) return shared::refuse(errors::keys_unavailable());
      keys_.at(token_hash).silent_at = clock_.monotonic();
      return trusted;
    }
    principal = std::move(caller->principal);
    if (principal && revoked_.contains(principal->key_id)) principal = nullptr;
    const auto before = keys_.find(token_hash);
    if (!principal && before != keys_.end()) {
      lost = before->second.principal->key_id;
      keys_.erase(before);
    }
    keep(principal ? keys_ : strangers_, token_hash, {principal, asked_at, asked_at, {}});
  }
  if (!lost.empty() && lost_) lost_(lost);
  return principal;
}

void RemoteKeys::revoked(std::string_view key_id) {
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(keys_, [&](const auto& key) { return key.second.principal->key_id == key_id; });
    if (revoked_.emplace(key_id).second) revoked_in_order_.emplace_back(key_id);
    if (revoked_in_order_.size() > revoked_max) {
      revoked_.erase(revoked_in_order_.front());
      revoked_in_order_.pop_front();
    }
  }
  if (lost_) lost_(key_id);
}

std::size_t RemoteKeys::size() const {
  const std::scoped_lock lock(mutex_);
  return keys_.size() + strangers_.size();
}

RemoteKeys::PrincipalPtr RemoteKeys::kept(const Cache& cache, const sync::Hash256& token_hash,
                                          Time at_most) const {
  const auto known = cache.find(token_hash);
  const bool fresh =
      known != cache.end() && clock_.monotonic() - known->second.asked_at < at_most;
  return fresh ? known->second.principal : nullptr;
}

void RemoteKeys::keep(Cache& cache, const sync::Hash256& token_hash, Known known) {
  if (cache.size() >= limits_.keys_max && !cache.contains(token_hash)) cache.erase(cache.begin());
  cache.insert_or_assign(token_hash, std::move(known));
}

std::unique_ptr<shared::Serving> serve_keys(shared::Services& services, const KeyRing& ring,
                                            KeyDirectory* directory) {
  return services.serve(keys_service, [&ring, directory](const shared::Message& question,
                                                         shared::Services::Reply reply) {
    const auto hash = sync::parse_hash256(question.body);
    Caller caller;
    if (hash) caller.principal = ring.find(*hash);
    if (caller.principal || !hash || directory == nullptr) return reply(to_message(caller));
    directory->look_up(*hash, [reply = std::move(reply)](auto found) mutable {
      // An answer that is none: nobody can say now.
      reply(found ? to_message(Caller{std::move(*found), true}) : shared::Message{});
    });
  });
}

}  // namespace http
