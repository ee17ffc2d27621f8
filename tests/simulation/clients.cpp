#include <tests/simulation/clients.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace sim {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t tries_max = 6;
constexpr std::uint64_t answer_wait_ms = 800;

// A refusal that was read back names its code in memory of the process that read it: history
// outlives that.
void keep(sync::Outcome& outcome) {
  static std::set<std::string, std::less<>> codes;
  if (outcome.refusal) outcome.refusal->code = *codes.emplace(outcome.refusal->code).first;
}

}  // namespace

Clients::Clients(Stage& stage, Node& user, Node& billing)
    : stage_{stage},
      user_{user},
      billing_{billing},
      rng_{stage.rng.split("clients")},
      clients_(stage.swarm.clients),
      wishes_{stage.rng.split("wishes"), stage.swarm, billing} {}

void Clients::start() {
  for (std::size_t at = 0; at < clients_.size(); ++at) later(at, 20);
}

bool Clients::quiet() const {
  return std::ranges::all_of(clients_, [](const Client& client) { return !client.operation; });
}

void Clients::later(std::size_t at, std::uint64_t ms_max) {
  stage_.scheduler.after(milliseconds{rng_.between(1, ms_max)}, 0, [this, at] { turn(at); });
}

void Clients::turn(std::size_t at) {
  auto& client = clients_[at];
  if (client.operation == nullptr) {
    if (finishing_) return;
    if (begun_all()) return later(at, 200);
    begin(client);
  }
  send(at);
}

void Clients::begin(Client& client) {
  std::optional<std::uint64_t> key;
  if (rng_.chance(2, 3)) key = keys_ > 0 && rng_.chance(1, 20) ? rng_.between(1, keys_) : ++keys_;
  client.operation = &history.begin(wishes_.next(), key);
  client.tries = 0;
}

sync::Idempotency Clients::idempotency(const Operation& operation) const {
  const auto key = std::string{operation.wish.in_billing() ? "billing " : "user "} +
                   std::to_string(*operation.idempotency_key);
  return {digest_.hash256(key), digest_.hash128(to_text(operation.wish))};
}

void Clients::send(std::size_t at) {
  auto& client = clients_[at];
  auto& operation = *client.operation;
  Node& node = operation.wish.in_billing() ? billing_ : user_;
  const auto number = ++sent_;
  client.waiting_for = number;
  ++client.tries;
  stage_.scheduler.after(milliseconds{answer_wait_ms}, 0, [this, at, number] {
    if (clients_[at].waiting_for != number) return;
    stage_.count("answer missed");
    give_up(clients_[at]);
    later(at, 100);
  });
  if (!node.up()) return;
  auto& machine = node.machine;
  const auto ref = history.attempt(
      operation, {.command_id = shared::to_text(machine.ids.next()), .at = machine.clock.now(),
                  .new_id = machine.ids.next(), .invoice_id = machine.ids.next(),
                  .payment_id = machine.ids.next(), .answer = {}});
  const auto& attempt = ref.get();
  auto [life, submit] = node.door();
  auto command = life.command(operation.wish, attempt);
  command.origin = {*shared::parse_uuid(attempt.command_id), attempt.at, attempt.command_id, ""};
  if (operation.idempotency_key) command.idempotency = idempotency(operation);
  command.bytes = 100;
  if (operation.wish.store_rejects) {
    command.decide = [decide = std::move(command.decide), &life]() mutable {
      auto decided = decide();
      if (decided && decided->empty()) life.rejecting().put();
      return decided;
    };
  }
  const bool lost = stage_.swarm.has(Fault::lost_answer) && rng_.chance(1, 5);
  stage_.trace.say("send", {{"operation", operation.number},
                            {"wish", to_text(operation.wish)},
                            {"key", operation.idempotency_key.value_or(0)},
                            {"command", attempt.command_id}});
  command.answer = [this, at, number, ref, lost, &disk = machine.disk](sync::Outcome outcome) {
    if (!disk.alive()) return;  // it had ended before it could say this
    keep(outcome);
    ref.get().answer = outcome;
    if (lost) stage_.count("answer lost");
    stage_.trace.say("answer", {{"command", ref.get().command_id},
                                {"position", sync::to_text(outcome.position)},
                                {"refusal", outcome.refusal ? outcome.refusal->code : ""},
                                {"repeated", outcome.repeated ? 1 : 0},
                                {"lost", lost ? 1 : 0}});
    if (!lost) answered(at, number, outcome);
  };
  submit(std::move(command));
}

void Clients::answered(std::size_t at, std::uint64_t number, const sync::Outcome& outcome) {
  auto& client = clients_[at];
  if (outcome.event && outcome.event->type == "user.registered") {
    wishes_.know(*shared::parse_prefixed("usr_", outcome.event->key));
  }
  if (outcome.repeated) stage_.count("repeat answered as before");
  if (outcome.refusal) stage_.count("refused: " + std::string{outcome.refusal->code});
  if (client.waiting_for != number) return;
  client.waiting_for = 0;
  if (is_final(outcome)) {
    client.operation = nullptr;
  } else {
    give_up(client);
  }
  later(at, 60);
}

// Without a key nobody can tell whether it happened, so it is not repeated.
void Clients::give_up(Client& client) {
  client.waiting_for = 0;
  const bool again = client.operation->idempotency_key && (finishing_ || client.tries < tries_max);
  if (!again) client.operation = nullptr;
}

}  // namespace sim
