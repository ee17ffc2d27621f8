#pragma once

#include <string_view>

#include <adapters/sql/query.hpp>
#include <adapters/sql/set_write.hpp>

#include <sync/domain/event.hpp>

namespace sql {

// How an event lies in event_log and in parked_event: `event_columns` but for its offset, which
// each table keeps in its own place.
inline constexpr std::string_view event_columns =
    "event_id, aggregate_type, aggregate_key, version, removes, type, schema_version, "
    "occurred_at, payload, correlation_id, causation_id, causation_depth, traceparent";
inline constexpr std::string_view event_shape = "tttnntnntttnt";

// The event in the cells of `row` that begin at `first`, in the order of event_columns.
// Throws StoreBroken where they hold none.
sync::Event read_event(const Query& row, std::size_t first, sync::Offset offset);

// Says the event's cells that follow its aggregate's type and key, and its version.
void write_event_rest(SetWrite& row, const sync::Event& event);

}  // namespace sql
