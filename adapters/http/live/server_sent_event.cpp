#include <adapters/http/live/server_sent_event.hpp>

#include <algorithm>

namespace http {

std::string server_sent_event(std::string_view id, std::string_view event, std::string_view data) {
  std::string text;
  text.reserve(id.size() + event.size() + data.size() + 32);
  text += "id: ";
  text += id;
  text += "\nevent: ";
  text += event;
  for (bool more = true; more;) {
    const auto end = std::min(data.find('\n'), data.size());
    text += "\ndata: ";
    text += data.substr(0, end);
    more = end < data.size();
    data.remove_prefix(more ? end + 1 : end);
  }
  return text += "\n\n";
}

}  // namespace http
