#include <app/log_check.hpp>

#include <sync/application/chain_check.hpp>

namespace app {

std::optional<LogBreak> find_break(sync::LogReader& reader, const sync::Digest& digest) {
  sync::ChainCheck check{digest};
  const auto breaks = sync::breaks_of(reader, check, 1);
  if (breaks.empty()) return std::nullopt;
  return LogBreak{breaks.front().first, breaks.front().last};
}

}  // namespace app
