#pragma once

#include <ports/webhook/bodies.hpp>

namespace json {

// JsonBodies: what receivers read.
//   Shape   {"type","timestamp","id","log","offset","object","sequence","data":{...}}: data is the
//           object's state after the change; of one that ended, its last, and "deleted":true
//   Source  Standard Webhooks 1.0 for type, timestamp and data
class JsonBodies final : public webhook::Bodies {
 public:
  std::string of(const webhook::Fact& fact) const override;
  std::string of_test(const webhook::EndpointId& endpoint, std::string_view message_id,
                      shared::Instant at) const override;
};

}  // namespace json
