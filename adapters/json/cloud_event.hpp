#pragma once

#include <string>
#include <string_view>

#include <sync/domain/event.hpp>

namespace json {

// An event as any consumer in any language reads it.
//   Shape   required: specversion, id, source "/cleave/<log>", type; then subject (the key), time,
//           datacontenttype, data (the payload as it stands in the log); extensions: sequence (the
//           offset, as text), epoch, aggregatetype, aggregateversion, aggregateremoved,
//           dataschemaversion, correlationid, causationid, causationdepth, traceparent
//   Source  CloudEvents 1.0.2, JSON event format, structured mode; its sequence, correlation and
//           distributed tracing extensions
std::string to_cloud_event(std::string_view log, sync::Epoch epoch, const sync::Event& event);

}  // namespace json
