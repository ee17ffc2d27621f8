#pragma once

#include <span>
#include <string_view>

#include <sync/application/encoding.hpp>
#include <sync/domain/event.hpp>

#include <ports/sync/digest.hpp>

// The chain and the roots: what makes "the same history" and "the same state" comparable in one
// look.
namespace sync {

// The chain just after a commit: over the chain before it, its epoch, the hash of each of its
// events, and the roots after it. `commit.chain` is not read.
Hash256 chain_after(const Digest& digest, const Hash256& before, const Commit& commit);
// The same where the bytes of its events are at hand.
Hash256 chain_after(const Digest& digest, const Hash256& before, const Commit& commit,
                    const EncodedEvents& events);

// What one live key adds to its type's root; zero for version 0, which stands for "absent".
Hash128 weight(const Digest& digest, std::string_view aggregate_type, std::string_view key,
               std::int64_t version);

// Replaces what a key added at version `from` by what it adds at version `to`; 0 is "absent".
void move_root(Roots& roots, const Digest& digest, std::string_view aggregate_type,
               std::string_view key, std::int64_t from, std::int64_t to);

// The roots once this event happened: its key leaves the version before it. Where it is restated,
// nothing happened.
void count_event(Roots& roots, const Digest& digest, const Event& event);

}  // namespace sync
