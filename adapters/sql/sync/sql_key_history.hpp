#pragma once

#include <adapters/sql/query.hpp>

#include <ports/sync/key_history.hpp>

namespace sql {

// SqlKeyHistory: event_log by its offsets, read through a session of the reader's own.
class SqlKeyHistory final : public sync::KeyHistory {
 public:
  explicit SqlKeyHistory(Session& reader);

  sync::Offset first() override;
  std::vector<sync::Event> newest(const std::string& key, sync::Offset from, sync::Offset through,
                                  std::size_t events_max) override;
  std::vector<sync::Event> oldest(const std::string& key, sync::Offset from, sync::Offset through,
                                  std::size_t events_max) override;

 private:
  Query first_;
  Query newest_;
  Query oldest_;
};

}  // namespace sql
