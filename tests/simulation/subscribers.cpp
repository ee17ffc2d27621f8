#include <tests/simulation/subscribers.hpp>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include <adapters/json/webhook/webhook_json.hpp>

namespace sim {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// In all, so that no delivery is old enough to be forgotten while others are looked at.
constexpr hours waited_max{20 * 24};

// What a use case answers, as the routes tell it: a state, where no event says it.
template <class Answer>
shared::Result<std::string> told(const Answer& answer) {
  if (!answer) return shared::refuse(answer.error());
  std::string text;
  if constexpr (!std::is_same_v<Answer, shared::Done>) {
    if (*answer) json::write(text, **answer);
  }
  return text;
}

}  // namespace

Subscribers::Subscribers(Stage& stage, Node& webhook, SimReceiver& receivers)
    : stage_{stage},
      webhook_{webhook},
      receivers_{receivers},
      rng_{stage.rng.split("subscribers")},
      receivers_max_{rng_.between(2, 6)} {}

webhook::WebhookModule& Subscribers::module() {
  return static_cast<WebhookLife&>(webhook_.life()).module();
}

void Subscribers::turn() {
  if (finishing_) return;
  if (webhook_.up()) act();
  const bool first = receivers_.all().size() < 2;
  stage_.scheduler.after(milliseconds{rng_.between(1, first ? 100 : 500)}, 0, [this] { turn(); });
}

void Subscribers::act() {
  using enum Act;
  constexpr std::array acts{disable, enable, enable, remove, rotate, rotate, update, update,
                            test,    replay, replay, replay, wait,   wait,   wait,   wait};
  auto& all = receivers_.all();
  if (all.size() < 2 || (all.size() < receivers_max_ && rng_.chance(1, 5))) return create();
  do_to(all[rng_.below(all.size())], acts[rng_.below(acts.size())]);
}

void Subscribers::do_to(Receiver& receiver, Act act) {
  switch (act) {
    case Act::disable:
      return disable(receiver);
    case Act::enable:
      return enable(receiver);
    case Act::remove:
      return rng_.chance(1, 2) ? remove(receiver) : enable(receiver);
    case Act::rotate:
      return rotate(receiver);
    case Act::update:
      return send(module().update_endpoint, {receiver.id, some_version(), words(), now()}, [] {});
    case Act::test:
      return test(receiver);
    case Act::replay:
      return replay();
    case Act::wait:
      return wait();
  }
}

// Its command is on its way to the module; agreed() is called when it was acknowledged.
template <class UseCase>
void Subscribers::send(const UseCase& use_case, typename UseCase::Command input, Agreed agreed) {
  auto& machine = webhook_.machine;
  sync::Command command;
  command.origin = {machine.ids.next(), machine.clock.now(), "subscriber", ""};
  command.bytes = 100;
  command.want = [&use_case, input] { use_case.want(input); };
  command.decide = [&use_case, input] { return told(use_case(input)); };
  command.answer = [this, agreed = std::move(agreed)](const sync::Outcome& outcome) mutable {
    if (!webhook_.machine.disk.alive()) return;  // it had ended before it could say this
    if (outcome.refusal) {
      return stage_.count("refused: " + std::string{outcome.refusal->code});
    }
    if (outcome.event) acknowledged_.push_back(*outcome.event);
    agreed();
  };
  asked_.insert(shared::to_text(command.origin.command_id));
  webhook_.submit(std::move(command));
}

webhook::Endpoint::Words Subscribers::words() {
  const std::vector<std::vector<std::string>> choices{
      {"*"},
      {"billing.*"},
      {"user.*"},
      {"user.deleted", "billing.invoice_paid"},
      {"billing.profile_opened", "user.*"},
      {"billing.subscription_created", "user.registered", "api_key.created"}};
  webhook::Endpoint::Words words;
  words.event_types = rng_.pick(choices);
  if (rng_.coin()) words.description = rng_.coin() ? "For the books" : "";
  return words;
}

std::optional<std::int64_t> Subscribers::some_version() {
  if (!rng_.chance(1, 8)) return std::nullopt;
  return static_cast<std::int64_t>(rng_.between(1, 4));
}

void Subscribers::create() {
  auto& receiver = receivers_.open({webhook_.machine.ids.next()});
  auto words = this->words();
  words.url = receiver.url;
  send(module().create_endpoint, {receiver.id, std::move(words), receiver.secrets.front(), now()},
       [] {});
}

void Subscribers::disable(Receiver& receiver) {
  send(module().disable_endpoint, {receiver.id, some_version(), "Too loud", now()},
       [&receiver, before = asked_.size()] {
         // Somebody may have asked for it again meanwhile.
         if (receiver.enabled_by <= before) receiver.silenced = true;
       });
}

void Subscribers::enable(Receiver& receiver) {
  send(module().enable_endpoint, {receiver.id, some_version(), now()}, [] {});
  receiver.enabled_by = asked_.size();
  receiver.silenced = false;
  // What was canceled meanwhile may be wanted after all.
  if (rng_.coin()) replay();
}

void Subscribers::remove(Receiver& receiver) {
  send(module().delete_endpoint, {receiver.id, some_version()},
       [&receiver] { receiver.ended = true; });
}

void Subscribers::rotate(Receiver& receiver) {
  const auto secret = receivers_.draw_secret();
  receiver.secrets.push_back(secret);
  send(module().rotate_secret, {receiver.id, some_version(), secret, now()},
       [&secrets = receiver.secrets, secret] {
         while (secrets.front() != secret) secrets.pop_front();
       });
}

void Subscribers::promise(const webhook::DeliveryId& delivery, sync::Offset not_before) {
  auto& known = promised_[delivery];
  known = std::max(known, not_before);
}

void Subscribers::test(Receiver& receiver) {
  auto& ids = webhook_.machine.ids;
  const webhook::DeliveryId delivery{ids.next()};
  send(module().test_endpoint, {receiver.id, delivery, ids.next(), now()},
       [this, delivery, at = webhook_.head.offset] { promise(delivery, at); });
}

void Subscribers::replay() {
  const Disk::Quiet quiet{webhook_.machine.disk};
  const auto some = static_cast<WebhookLife&>(webhook_.life()).some_deliveries();
  if (some.empty()) return;
  const auto delivery = rng_.pick(some).fields().id;
  stage_.count("webhook: asked for again");
  send(module().replay_delivery, {delivery, now()},
       [this, delivery, at = webhook_.head.offset] { promise(delivery, at); });
}

// Time passes on that machine alone: it makes no difference to others when it is there.
void Subscribers::wait() {
  const hours span{rng_.between(4, 29)};
  if (waited_ + span > waited_max) return;
  waited_ += span;
  webhook_.machine.clock.jump(span);
  webhook_.wake_processes();
}

}  // namespace sim
