#pragma once

#include <cstdint>
#include <string>

#include <adapters/memory/working_set.hpp>
#include <adapters/sql/query.hpp>
#include <adapters/sql/set_read.hpp>
#include <adapters/sql/set_write.hpp>

#include <ports/sync/idempotency.hpp>
#include <ports/sync/store.hpp>

namespace sql {

// SqlIdempotencyRecords: idempotency_record, found by 8 bytes of the key and compared in full.
class SqlIdempotencyRecords final : public sync::IdempotencyRecords, public sync::WorkingTable {
 public:
  // `log` is the one all positions recorded here are in.
  SqlIdempotencyRecords(Session& writer, std::string log);

  void want(const sync::Hash256& key) override;
  std::optional<sync::IdempotencyRecord> find(const sync::Hash256& key) override;
  void add(sync::IdempotencyRecord record) override;
  std::size_t forget(shared::Instant before, std::size_t rows_max) override;

  bool load() override;
  void keep() override { rows_.keep(); }
  void drop() override { rows_.drop(); }
  void flush() override;
  void clear() noexcept override;

 private:
  // A hash is as good a number as any.
  struct Prefix {
    std::size_t operator()(const sync::Hash256& key) const;
  };

  void read_row();

  std::string log_;
  SetRead read_;
  SetWrite insert_;
  Query forget_;
  memory::WorkingSet<sync::IdempotencyRecord, sync::Hash256, Prefix> rows_;
};

}  // namespace sql
