#include <adapters/cli/event_stream.hpp>

#include <algorithm>

#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

constexpr std::size_t event_bytes_max = 4U << 20U;

}  // namespace

void EventStream::take(std::string_view piece) {
  for (const char c : piece) {
    const bool second_half = c == '\n' && behind_return_;
    behind_return_ = c == '\r';
    if (second_half) continue;
    if (c != '\n' && c != '\r') {
      if (line_.size() + event_.data.size() >= event_bytes_max) {
        throw Stop(ExitCode::unavailable, "an event of this stream is larger than any should be");
      }
      line_ += c;
      continue;
    }
    take_line(line_);
    line_.clear();
  }
}

void EventStream::take_line(std::string_view line) {
  if (line.empty()) {
    if (has_data_) told_(event_);
    event_.type.clear();
    event_.data.clear();
    has_data_ = false;
    return;
  }
  const auto colon = std::min(line.find(':'), line.size());
  const auto name = line.substr(0, colon);
  auto value = line.substr(std::min(colon + 1, line.size()));
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "id") event_.id = value;
  if (name == "event") event_.type = value;
  if (name != "data") return;
  if (has_data_) event_.data += '\n';
  event_.data += value;
  has_data_ = true;
}

}  // namespace cli
