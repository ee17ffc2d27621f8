#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <adapters/json/webhook/webhook_json.hpp>

#include <webhook/domain/webhook_ids.hpp>

#include <tests/simulation/log_check.hpp>

namespace sim {

using webhook::events::EndpointState;

// EndpointStory: what the webhook module's log tells of its endpoints, at each of its offsets.
class EndpointStory {
 public:
  explicit EndpointStory(const LogStory& log);

  // Whether it was to be told of events of this type when the log ended there.
  bool wants(const webhook::EndpointId& endpoint, const std::string& type, sync::Offset at) const;
  // Whether it was disabled or deleted later than that.
  bool stopped_after(const webhook::EndpointId& endpoint, sync::Offset at) const;
  // The endpoints there are, by their ids.
  std::map<std::string, EndpointState> now() const;

 private:
  struct Turn {
    sync::Offset offset = 0;
    std::optional<EndpointState> state;  // nothing: it is deleted
  };

  std::map<webhook::EndpointId, std::vector<Turn>> turns_;
};

}  // namespace sim
