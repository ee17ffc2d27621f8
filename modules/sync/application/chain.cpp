#include <sync/application/chain.hpp>

#include <shared/domain/planted_bug.hpp>
#include <sync/domain/restated.hpp>

namespace sync {
namespace {

void put(std::string& out, const Hash256& hash) {
  out.append(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
}

void put(std::string& out, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(number >> shift & 255);
}

// `bytes_of(i)` are the bytes of the commit's i-th event.
template <class BytesOf>
Hash256 chain_over(const Digest& digest, const Hash256& before, const Commit& commit,
                   const BytesOf& bytes_of) {
  std::string link;
  link.reserve(64 + 32 * commit.events.size() + 64 * commit.roots.size());
  put(link, before);
  put(link, commit.epoch);
  for (std::size_t i = 0; i < commit.events.size(); ++i) put(link, digest.hash256(bytes_of(i)));
  for (const auto& [type, root] : commit.roots) {
    link += type;
    link += '\0';
    put(link, root.low);
    put(link, root.high);
  }
  return digest.hash256(link);
}

}  // namespace

Hash256 chain_after(const Digest& digest, const Hash256& before, const Commit& commit) {
  std::string bytes;
  return chain_over(digest, before, commit, [&commit, &bytes](std::size_t i) {
    bytes.clear();
    encode(commit.events[i], bytes);
    return std::string_view{bytes};
  });
}

Hash256 chain_after(const Digest& digest, const Hash256& before, const Commit& commit,
                    const EncodedEvents& events) {
  return chain_over(digest, before, commit, [&events](std::size_t i) { return events.at(i); });
}

Hash128 weight(const Digest& digest, std::string_view aggregate_type, std::string_view key,
               std::int64_t version) {
  if (version == 0) return {};
  std::string bytes;
  bytes.reserve(aggregate_type.size() + key.size() + 10);
  bytes += aggregate_type;
  bytes += '\0';
  bytes += key;
  bytes += '\0';
  put(bytes, static_cast<std::uint64_t>(version));
  return digest.hash128(bytes);
}

void move_root(Roots& roots, const Digest& digest, std::string_view aggregate_type,
               std::string_view key, std::int64_t from, std::int64_t to) {
  auto at = roots.find(aggregate_type);
  if (at == roots.end()) at = roots.emplace(aggregate_type, Hash128{}).first;
  at->second = at->second - weight(digest, aggregate_type, key, from) +
               weight(digest, aggregate_type, key, to);
}

void count_event(Roots& roots, const Digest& digest, const Event& event) {
  if (is_restated(event)) return;
  const bool ends = event.removes && !SIM_BUG("root_keeps_the_dead");
  move_root(roots, digest, event.aggregate_type, event.key, event.version - 1,
            ends ? 0 : event.version);
}

}  // namespace sync
