#include <sync/application/chain_check.hpp>

#include <sync/application/chain.hpp>

namespace sync {
namespace {

ChainBreak break_in(const Commit& commit, std::string what) {
  ChainBreak found{commit.first(), commit.last(), std::move(what), {}};
  for (const auto& event : commit.events) {
    if (found.events.size() == ChainBreak::events_max) break;
    found.events.push_back(shared::to_text(event.id));
  }
  return found;
}

// What the roots were before the commit, if they are right after it.
Roots roots_before(const Digest& digest, const Commit& commit) {
  Roots before = commit.roots;
  Roots moved;
  for (const auto& event : commit.events) count_event(moved, digest, event);
  for (const auto& [type, sum] : moved) before[type] = before[type] - sum;
  return before;
}

// A page of rows could not be read: which row it is, found one by one.
ChainBreak unreadable_behind(LogReader& log, Offset at, std::string what) {
  try {
    for (auto next = log.events(at, 1); !next.empty(); next = log.events(at, 1)) {
      at = next.back().offset;
    }
    return {at, at, std::move(what), {}};
  } catch (const StoreBroken& row) {
    return {at + 1, at + 1, row.what(), {}};
  }
}

}  // namespace

std::string to_text(const ChainBreak& found) {
  std::string text = found.first == found.last
                         ? "offset " + std::to_string(found.first)
                         : "offsets " + std::to_string(found.first) + " to " +
                               std::to_string(found.last);
  if (found.events.empty()) return text;
  text += found.events.size() == 1 ? " (event " : " (events ";
  for (std::size_t i = 0; i < found.events.size(); ++i) {
    text += (i == 0 ? "" : ", ") + found.events[i];
  }
  return text + (found.last - found.first >= found.events.size() ? ", ...)" : ")");
}

std::optional<ChainBreak> ChainCheck::take(const Commit& commit) {
  if (!roots_) roots_ = roots_before(digest_, commit);
  for (const auto& event : commit.events) count_event(*roots_, digest_, event);
  std::string what;
  if (commit.first() != at_ + 1) {
    what = "rows are missing before it";
  } else if (commit.epoch < epoch_) {
    what = "its epoch is older than that of the commit before it";
  } else if (chain_after(digest_, chain_, commit) != commit.chain) {
    what = commit.events.size() == 1 ? "its row is not what was written"
                                     : "one of its rows is not what was written";
  } else if (*roots_ != commit.roots) {
    what = "its roots are not the sum of what the log says";
  }
  at_ = commit.last();
  epoch_ = commit.epoch;
  chain_ = commit.chain;
  roots_ = commit.roots;
  if (what.empty()) return std::nullopt;
  return break_in(commit, std::move(what));
}

std::vector<ChainBreak> breaks_of(LogReader& log, ChainCheck& check, std::size_t breaks_max,
                                  const std::function<void(Offset)>& told) {
  std::vector<ChainBreak> found;
  try {
    const auto head = log.head();
    while (check.at() < head.offset) {
      const auto commits = log.read(check.at(), {});
      if (commits.empty()) {
        found.push_back({check.at() + 1, head.offset, "the commit there has no end", {}});
        return found;
      }
      for (const auto& commit : commits) {
        if (auto broken = check.take(commit)) found.push_back(std::move(*broken));
        if (found.size() >= breaks_max) return found;
      }
      if (told) told(check.at());
    }
  } catch (const StoreBroken& broken) {
    found.push_back(unreadable_behind(log, check.at(), broken.what()));
  }
  return found;
}

}  // namespace sync
