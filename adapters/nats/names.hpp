#pragma once

#include <string>
#include <string_view>

// What things are called at the broker.
//   Shape   of the log "user/0": the stream CLEAVE_USER_0 with the subjects cleave.user.0.>, and
//           under cleave.user.0.user.registered its events of that type; a service "user.log" is
//           asked under cleave.ask.user.log, and all that is sent to the user of the broker
//           "billing" comes under _INBOX_billing.
namespace nats {

std::string stream_name(std::string_view log);
std::string subjects(std::string_view log);
std::string subject(std::string_view log, std::string_view event_type);

// Where a service is asked, and the queue group of those who answer.
std::string ask_subject(std::string_view service);
inline constexpr const char* answering_group = "cleave";

// Where the instances of a module tell each other that something of its store moved.
std::string moved_subject(std::string_view log, std::string_view what);

// With a dot at the end; what it has asked is answered under answers_part, so that who answers
// can be kept from all else that comes to it.
std::string inboxes(std::string_view user);
inline constexpr const char* answers_part = "answers";
// Where who answers is sent the pieces of what it is asked.
inline constexpr const char* questions_part = "questions";
bool is_inbox(std::string_view subject);

}  // namespace nats
