#pragma once

#include <string>
#include <string_view>

// What things are called at the broker.
//   Shape   of the log "user/0": the stream CLEAVE_USER_0 with the subjects cleave.user.0.>, and
//           under cleave.user.0.user.registered its events of that type
namespace nats {

std::string stream_name(std::string_view log);
std::string subjects(std::string_view log);
std::string subject(std::string_view log, std::string_view event_type);

}  // namespace nats
