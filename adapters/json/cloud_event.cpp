#include <adapters/json/cloud_event.hpp>

#include <cstdint>

#include <adapters/json/write.hpp>

namespace json {
namespace {

// An attribute must not be empty, so one without a value is left out.
void add(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  write_text(out, text);
}

void add(std::string& out, std::string_view name, std::int64_t number) {
  out += ",\"";
  out += name;
  out += "\":";
  write(out, number);
}

}  // namespace

std::string to_cloud_event(std::string_view log, sync::Epoch epoch, const sync::Event& event) {
  std::string out;
  out.reserve(640 + event.payload.size());
  out += R"({"specversion":"1.0")";
  add(out, "id", shared::to_text(event.id));
  add(out, "source", "/cleave/" + std::string(log));
  add(out, "type", event.type);
  add(out, "subject", event.key);
  add(out, "time", shared::to_rfc3339(event.occurred_at));
  add(out, "datacontenttype", "application/json");
  add(out, "dataschemaversion", static_cast<std::int64_t>(event.schema_version));
  add(out, "sequence", std::to_string(event.offset));
  add(out, "epoch", static_cast<std::int64_t>(epoch));
  add(out, "aggregatetype", event.aggregate_type);
  add(out, "aggregateversion", event.version);
  out += event.removes ? R"(,"aggregateremoved":true)" : R"(,"aggregateremoved":false)";
  add(out, "correlationid", event.correlation_id);
  add(out, "causationid", event.causation_id);
  add(out, "causationdepth", static_cast<std::int64_t>(event.causation_depth));
  add(out, "traceparent", event.traceparent);
  out += R"(,"data":)";
  out += event.payload;
  out += '}';
  return out;
}

}  // namespace json
