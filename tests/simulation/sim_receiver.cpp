#include <tests/simulation/sim_receiver.hpp>

#include <algorithm>
#include <string_view>

#include <tests/simulation/violation.hpp>

namespace sim {

using std::chrono::milliseconds;
using webhook::Message;
using webhook::Reply;

void SimReceiver::count(const char* what) { ++tally_[std::string{"webhook: "} + what]; }

Receiver& SimReceiver::open(webhook::EndpointId id) {
  return receivers_.emplace_back(
      Receiver{.id = id,
               .url = "https://receiver" + std::to_string(receivers_.size()) + ".example.com/hook",
               .secrets = {draw_secret()},
               .deaf = rng_.chance(1, 6),
               .leaves = rng_.chance(1, 4)});
}

// 43 characters and a filler are 32 bytes; of the last character two bits have no meaning.
std::string SimReceiver::draw_secret() {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string secret = "whsec_";
  constexpr int free_letters = 42;
  for (int i = 0; i < free_letters; ++i) secret += letters[rng_.below(letters.size())];
  return secret += "A=";
}

void SimReceiver::check(const Receiver& receiver, const Message& message,
                        shared::Instant now) const {
  require(!receiver.ended && !receiver.silenced, 1,
          message.id + " is sent to " + receiver.url + ", which was acknowledged to be over");
  const auto text = message.id + '.' + message.timestamp + '.' + message.body;
  const auto signatures = ' ' + message.signature + ' ';
  const bool believed = std::ranges::any_of(receiver.secrets, [&](const std::string& secret) {
    return signatures.contains(' ' + signer_.sign(secret, text) + ' ');
  });
  require(believed, 22, message.id + " is not signed for " + receiver.url);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  require(message.timestamp == std::to_string(seconds), 22,
          message.id + " was signed at another time: " + message.timestamp);
}

void SimReceiver::accept(Receiver::Heard& heard) {
  count(heard.accepted ? "accepted again" : "accepted");
  heard.accepted = true;
}

Reply SimReceiver::fail(Receiver::Heard& heard) {
  const Reply nothing{.status = 0, .error = "There was no answer in time."};
  switch (rng_.below(6)) {
    case 0:
      count("answered 500");
      return {.status = 500};
    case 1:
      count("answered 503");
      return {.status = 503, .retry_after = std::chrono::hours{rng_.below(30)}};
    case 2:
      count("answered 302");
      return {.status = 302};
    case 3:
      count("silence");
      return nothing;
    case 4:
      accept(heard);
      count("accepted, and the answer lost");
      return nothing;
    default:
      accept(heard);
      count("accepted, and answered 500");
      return {.status = 500};
  }
}

Reply SimReceiver::reply_of(Receiver& receiver, Receiver::Heard& heard) {
  if (moody_ && receiver.leaves && rng_.chance(1, 25)) receiver.left = true;
  if (receiver.left) {
    count("answered 410");
    heard.gone = true;
    return {.status = 410};
  }
  if (moody_ && (receiver.deaf || rng_.chance(1, 4))) return fail(heard);
  accept(heard);
  heard.confirmed = true;
  return {.status = rng_.coin() ? 200 : 204};
}

std::pair<milliseconds, Reply> SimReceiver::hear(const Message& message, shared::Instant now) {
  const auto found = std::ranges::find(receivers_, message.url, &Receiver::url);
  require(found != receivers_.end(), 5, message.id + " is sent to nobody: " + message.url);
  check(*found, message, now);
  auto& heard = found->heard[message.id];
  require(heard.times++ == 0 || heard.body == message.body, 15,
          message.id + " came with two bodies");
  heard.body = message.body;
  auto reply = reply_of(*found, heard);
  trace_.say("webhook", {{"url", message.url}, {"id", message.id}, {"status", reply.status}});
  return {milliseconds{rng_.between(1, reply.status == 0 ? 400 : 40)}, std::move(reply)};
}

void SimTransport::send(Message message, Done done) {
  if (!machine_.disk.alive()) return;  // a process that ended sends nothing
  auto [wait, reply] = receiver_.hear(message, machine_.clock.now());
  later_(wait,
         [done = std::move(done), reply = std::move(reply)]() mutable { done(std::move(reply)); });
}

}  // namespace sim
