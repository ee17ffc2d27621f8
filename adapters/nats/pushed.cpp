#include <adapters/nats/pushed.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include <adapters/nats/header_text.hpp>

namespace nats {
namespace {

constexpr std::string_view acknowledge = "$JS.ACK.";
constexpr std::string_view flow_control = "$JS.FC.";

// $JS.ACK.<stream>.<consumer>.<delivered>.<stream sequence>.<consumer sequence>.<time>.<pending>,
// of newer servers with <domain>.<account> before the stream.
constexpr std::size_t tokens = 9;
constexpr std::size_t newer_tokens_min = 11;

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const auto dot = std::min(text.find('.', from), text.size());
    parts.push_back(text.substr(from, dot - from));
    from = dot + 1;
  }
  return parts;
}

// Whoever spoke to us may have written anything there.
void answer(const Link& link, const char* subject) {
  if (subject != nullptr && std::string_view{subject}.starts_with(flow_control)) {
    natsConnection_Publish(link.get(), subject, nullptr, 0);
  }
}

}  // namespace

std::optional<Pushed> pushed(natsMsg* message) {
  const char* reply = natsMsg_GetReply(message);
  if (reply == nullptr || !std::string_view{reply}.starts_with(acknowledge)) return std::nullopt;
  const auto parts = split(reply);
  if (parts.size() != tokens && parts.size() < newer_tokens_min) return std::nullopt;
  const std::size_t at = parts.size() == tokens ? 5 : 7;
  const auto stream = parse_number<std::uint64_t>(parts[at]);
  const auto consumer = parse_number<std::uint64_t>(parts[at + 1]);
  if (!stream || !consumer) return std::nullopt;
  return Pushed{*stream, *consumer};
}

bool keep_flowing(const Link& link, natsMsg* message) {
  const char* status = nullptr;
  if (natsMsg_GetDataLength(message) != 0 ||
      natsMsgHeader_Get(message, "Status", &status) != NATS_OK ||
      std::string_view{status} != "100") {
    return false;
  }
  const char* stalled = nullptr;
  natsMsgHeader_Get(message, "Nats-Consumer-Stalled", &stalled);
  answer(link, stalled);
  answer(link, natsMsg_GetReply(message));
  return true;
}

}  // namespace nats
