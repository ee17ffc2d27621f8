#include <app/log_check.hpp>

#include <sync/application/chain.hpp>

namespace app {

std::optional<LogBreak> find_break(sync::LogReader& reader, const sync::Digest& digest) {
  const auto head = reader.head();
  sync::Offset at = 0;
  sync::Hash256 chain;
  sync::Roots roots;
  while (at < head.offset) {
    const auto commits = reader.read(at, {});
    if (commits.empty()) return LogBreak{at + 1, head.offset};  // a last row that ends no commit
    for (const auto& commit : commits) {
      for (const auto& event : commit.events) sync::count_event(roots, digest, event);
      if (commit.first() != at + 1 || roots != commit.roots ||
          sync::chain_after(digest, chain, commit) != commit.chain) {
        return LogBreak{commit.first(), commit.last()};
      }
      at = commit.last();
      chain = commit.chain;
    }
  }
  return std::nullopt;
}

}  // namespace app
