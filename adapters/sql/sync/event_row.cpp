#include <adapters/sql/sync/event_row.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {

sync::Event read_event(const Query& row, std::size_t first, sync::Offset offset) {
  const auto id = shared::parse_uuid(row.text(first));
  if (!id) {
    throw sync::StoreBroken("the event at offset " + std::to_string(offset) + " has no id");
  }
  sync::Event event;
  event.offset = offset;
  event.id = *id;
  event.aggregate_type = row.text(first + 1);
  event.key = row.text(first + 2);
  event.version = row.number(first + 3);
  event.removes = row.number(first + 4) != 0;
  event.type = row.text(first + 5);
  event.schema_version = static_cast<int>(row.number(first + 6));
  event.occurred_at = shared::from_unix_ms(row.number(first + 7));
  event.payload = row.text(first + 8);
  event.correlation_id = row.text(first + 9);
  event.causation_id = row.text(first + 10);
  event.causation_depth = static_cast<int>(row.number(first + 11));
  event.traceparent = row.text(first + 12);
  return event;
}

void write_event_rest(SetWrite& row, const sync::Event& event) {
  row.cell(std::int64_t{event.removes})
      .cell(event.type)
      .cell(std::int64_t{event.schema_version})
      .cell(shared::to_unix_ms(event.occurred_at))
      .cell(event.payload)
      .cell(event.correlation_id)
      .cell(event.causation_id)
      .cell(std::int64_t{event.causation_depth})
      .cell(event.traceparent);
}

}  // namespace sql
