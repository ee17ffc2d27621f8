#include <adapters/json/webhook/json_bodies.hpp>

#include <adapters/json/raw.hpp>
#include <adapters/json/write.hpp>

namespace json {
namespace {

void begin(std::string& out, std::string_view type, shared::Instant at, std::string_view id) {
  out += R"({"type":)";
  write(out, type);
  out += R"(,"timestamp":)";
  write(out, at);
  out += R"(,"id":)";
  write(out, id);
}

}  // namespace

std::string JsonBodies::of(const webhook::Fact& fact) const {
  const auto data = raw_member(fact.payload, fact.removes ? "before" : "after");
  std::string out;
  constexpr std::size_t envelope_bytes = 256;
  out.reserve(envelope_bytes + data.size());
  begin(out, fact.type, fact.occurred_at, fact.id);
  out += R"(,"log":)";
  write(out, fact.log);
  out += R"(,"offset":)";
  write(out, fact.offset);
  out += R"(,"object":)";
  write(out, fact.object);
  out += R"(,"sequence":)";
  write(out, fact.sequence);
  if (fact.removes) out += R"(,"deleted":true)";
  out += R"(,"data":)";
  out += data.empty() ? "null" : data;
  return out += '}';
}

std::string JsonBodies::of_test(const webhook::EndpointId& endpoint, std::string_view message_id,
                                shared::Instant at) const {
  std::string out;
  begin(out, "webhook.test", at, message_id);
  out += R"(,"data":{"endpoint_id":)";
  write(out, endpoint.text());
  return out += "}}";
}

}  // namespace json
