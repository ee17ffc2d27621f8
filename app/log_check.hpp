#pragma once

#include <optional>

#include <ports/sync/digest.hpp>
#include <ports/sync/event_log.hpp>

namespace app {

// LogBreak: the first commit that does not follow from those before it.
struct LogBreak {
  sync::Offset first = 0;
  sync::Offset last = 0;
};

// Follows chain and roots from the first commit to the head: a changed, missing or added row shows.
// Nothing where all of it holds; sync/application/chain_check.hpp says more of each break.
std::optional<LogBreak> find_break(sync::LogReader& reader, const sync::Digest& digest);

}  // namespace app
