#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sync/domain/event.hpp>

#include <ports/sync/digest.hpp>
#include <ports/sync/event_log.hpp>

namespace sync {

// ChainBreak: a commit whose rows are not what its chain and roots say.
struct ChainBreak {
  Offset first = 0;  // of the commit
  Offset last = 0;
  std::string what;                 // in words, with no payload in them
  std::vector<std::string> events;  // the ids of its first events, at most events_max; may be empty

  static constexpr std::size_t events_max = 5;
};

// "offset 7 (event 0191...)", "offsets 7 to 9 (events 0191..., ...)".
std::string to_text(const ChainBreak& found);

// ChainCheck: recomputes the chain and the roots of a log from its rows.
class ChainCheck {
 public:
  // From the beginning of the log on.
  explicit ChainCheck(const Digest& digest) : digest_(digest), roots_(Roots{}) {}
  // Behind a commit that ended at this offset with this chain; its roots are believed to be what
  // the next commit leads away from.
  ChainCheck(const Digest& digest, Offset at, const Hash256& chain)
      : digest_(digest), at_(at), chain_(chain) {}

  // The next commit; nothing where it fits what came before. It is gone on behind what it says of
  // itself, so that a changed row breaks its own commit alone.
  std::optional<ChainBreak> take(const Commit& commit);

  Offset at() const { return at_; }
  const Hash256& chain() const { return chain_; }

 private:
  const Digest& digest_;
  Offset at_ = 0;
  Epoch epoch_ = 0;
  Hash256 chain_;
  std::optional<Roots> roots_;
};

// All breaks behind where `check` stands and up to the log's head now, in order, at most
// `breaks_max`; a row that is missing or cannot be read is the last. `told` hears how far it is.
std::vector<ChainBreak> breaks_of(LogReader& log, ChainCheck& check, std::size_t breaks_max,
                                  const std::function<void(Offset)>& told = {});

}  // namespace sync
