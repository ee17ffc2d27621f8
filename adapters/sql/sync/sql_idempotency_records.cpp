#include <adapters/sql/sync/sql_idempotency_records.hpp>

#include <utility>

namespace sql {
namespace {

const Table idempotency_record{"idempotency_record",
                               {{"key_prefix", 'n'},
                                {"key_hash", 't'},
                                {"fingerprint", 't'},
                                {"outcome", 't'},
                                {"reply", 't'},
                                {"epoch", 'n'},
                                {"log_offset", 'n'},
                                {"recorded_at", 'n'}}};

std::int64_t prefix_of(const sync::Hash256& key) {
  std::uint64_t prefix = 0;
  for (std::size_t i = 0; i < 8; ++i) prefix = prefix << 8 | key.bytes[i];
  return static_cast<std::int64_t>(prefix);
}

}  // namespace

SqlIdempotencyRecords::SqlIdempotencyRecords(Session& writer, std::string log)
    : log_(std::move(log)),
      read_(writer, idempotency_record),
      insert_(writer, idempotency_record, Verb::insert),
      // Only the oldest rows are looked at, so that a call that finds nothing costs nothing.
      forget_(writer,
              "DELETE FROM idempotency_record WHERE record_no IN (SELECT record_no FROM "
              "(SELECT record_no, recorded_at FROM idempotency_record ORDER BY record_no "
              "LIMIT :rows) AS oldest WHERE recorded_at < :before)",
              "nn") {}

std::size_t SqlIdempotencyRecords::Prefix::operator()(const sync::Hash256& key) const {
  return static_cast<std::size_t>(prefix_of(key));
}

void SqlIdempotencyRecords::want(const sync::Hash256& key) { rows_.want(key); }

bool SqlIdempotencyRecords::load() {
  const auto wanted = rows_.take_wanted();
  if (wanted.empty()) return false;
  read_.clear();
  const auto row = [this] { read_row(); };
  for (const auto& key : wanted) {
    read_.cell(prefix_of(key));
    read_.end_key(row);
  }
  read_.finish(row);
  return true;
}

void SqlIdempotencyRecords::read_row() {
  const auto key = sync::parse_hash256(read_.text(1));
  const auto fingerprint = sync::parse_hash128(read_.text(2));
  if (!key || !fingerprint) throw sync::StoreBroken("an idempotency record that cannot be read");
  rows_.loaded(
      *key, sync::IdempotencyRecord{
                .key = *key,
                .fingerprint = *fingerprint,
                .outcome = read_.text(3),
                .reply = read_.text(4),
                .position = {log_, static_cast<sync::Epoch>(read_.number(5)),
                             static_cast<sync::Offset>(read_.number(6))},
                .at = shared::from_unix_ms(read_.number(7))});
}

std::optional<sync::IdempotencyRecord> SqlIdempotencyRecords::find(const sync::Hash256& key) {
  const auto* record = rows_.find(key);
  return record != nullptr ? std::optional{*record} : std::nullopt;
}

void SqlIdempotencyRecords::add(sync::IdempotencyRecord record) {
  const auto key = record.key;
  rows_.put(key, std::move(record));
}

void SqlIdempotencyRecords::flush() {
  insert_.clear();
  rows_.each_change([this](const sync::Hash256& key, const sync::IdempotencyRecord* record, bool) {
    insert_.cell(prefix_of(key))
        .cell(sync::to_hex(key))
        .cell(sync::to_hex(record->fingerprint))
        .cell(record->outcome)
        .cell(record->reply)
        .cell(std::int64_t{record->position.epoch})
        .cell(static_cast<std::int64_t>(record->position.offset))
        .cell(shared::to_unix_ms(record->at));
    insert_.end_row();
  });
  insert_.finish();
}

void SqlIdempotencyRecords::clear() noexcept { rows_.clear(); }

std::size_t SqlIdempotencyRecords::forget(shared::Instant before, std::size_t rows_max) {
  return forget_.with(rows_max, shared::to_unix_ms(before)).run();
}

}  // namespace sql
