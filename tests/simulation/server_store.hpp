#pragma once

#include <cstdint>

#include <ports/sync/store.hpp>

#include <tests/simulation/sim_rng.hpp>

namespace sim {

// ServerFaults: what goes wrong between a database's server and those who ask it.
struct ServerFaults {
  explicit ServerFaults(Rng seeded) : rng{seeded} {}

  Rng rng;
  bool shared = false;  // others write to the same database
  std::uint32_t lost_replies_percent = 0;
  std::uint64_t lost_persisted = 0;
  std::uint64_t lost_undone = 0;
  bool somebody_wonders = false;  // a reply was lost since this was last looked at
};

// ServerStore: a store as a server's clients have it: nothing that an earlier transaction saw is
// believed where others write too, and the reply to a commit may be lost.
class ServerStore final : public sync::Store {
 public:
  ServerStore(sync::Store& store, ServerFaults& befalls) : store_{store}, faults_{befalls} {}

  void begin() override {
    if (faults_.shared) store_.rollback();
    store_.begin();
  }
  void fetch() override { store_.fetch(); }
  sync::Head head() override { return store_.head(); }
  void commit() override {
    const bool lost = faults_.lost_replies_percent > 0 &&
                      faults_.rng.chance(faults_.lost_replies_percent, 100);
    if (!lost) return store_.commit();
    const bool persists = faults_.rng.coin();
    if (persists) {
      store_.commit();
    } else {
      store_.rollback();
    }
    ++(persists ? faults_.lost_persisted : faults_.lost_undone);
    faults_.somebody_wonders = true;
    throw sync::CommitUnknown("the reply to a commit was lost");
  }
  void rollback() noexcept override { store_.rollback(); }

 private:
  sync::Store& store_;
  ServerFaults& faults_;
};

}  // namespace sim
