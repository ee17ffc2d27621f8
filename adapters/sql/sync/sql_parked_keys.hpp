#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/set_write.hpp>

#include <ports/sync/follower_store.hpp>

namespace sql {

// SqlParkedKeys: parked_key and parked_event. list() and queued() also serve readers.
class SqlParkedKeys final : public sync::ParkedKeys {
 public:
  explicit SqlParkedKeys(Session& session);

  std::vector<sync::ParkedKey> list(const std::string& follower) override;
  void save(const sync::ParkedKey& parked) override;
  void queue(const std::string& follower, const sync::Event& event) override;
  std::vector<sync::Event> queued(const sync::ParkedKey& parked, std::size_t events_max) override;
  void release(const sync::ParkedKey& parked, sync::Offset through, bool whole) override;

 private:
  Query list_;
  SetWrite save_;
  SetWrite queue_;
  Query queued_;
  Query release_events_;
  Query release_key_;
};

}  // namespace sql
