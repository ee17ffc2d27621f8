#include <sync/application/tokens.hpp>

#include <algorithm>

#include <sync/application/sync_errors.hpp>

namespace sync {

shared::Result<bool> reached(const Position& token, const LogView& view) {
  if (token.epoch > view.epochs.back().epoch) return shared::refuse(errors::beyond_head());
  Offset seen = view.seen;
  for (const auto& start : view.epochs) {
    if (start.epoch > token.epoch && token.offset >= start.first_offset) {
      return shared::refuse(errors::position_lost());
    }
    if (start.epoch > view.epoch) seen = std::min(seen, start.first_offset - 1);
  }
  if (token.offset > view.head) return shared::refuse(errors::beyond_head());
  return token.offset <= seen;
}

}  // namespace sync
