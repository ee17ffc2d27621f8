#include <adapters/nats/names.hpp>

#include <algorithm>

namespace nats {
namespace {

std::string prefix(std::string_view log, std::string_view kind = {}) {
  auto text = "cleave." + std::string{kind} + std::string{log} + ".";
  std::ranges::replace(text, '/', '.');
  return text;
}

}  // namespace

std::string stream_name(std::string_view log) {
  auto name = "CLEAVE_" + std::string{log};
  for (char& c : name) {
    if (c == '/') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return name;
}

std::string subjects(std::string_view log) { return prefix(log) + ">"; }

std::string subject(std::string_view log, std::string_view event_type) {
  return prefix(log).append(event_type);
}

std::string ask_subject(std::string_view service) {
  return std::string{"cleave.ask."}.append(service);
}

std::string moved_subject(std::string_view log, std::string_view what) {
  return prefix(log, "moved.").append(what);
}

std::string inboxes(std::string_view user) {
  return std::string{"_INBOX_"}.append(user) + '.';
}

bool is_inbox(std::string_view subject) { return subject.starts_with("_INBOX_"); }

}  // namespace nats
