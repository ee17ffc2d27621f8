#include <billing/application/collector.hpp>

#include <iterator>
#include <tuple>
#include <utility>

#include <billing/application/billing_work.hpp>
#include <billing/domain/billing_errors.hpp>
#include <shared/domain/planted_bug.hpp>

namespace billing {
namespace {

using namespace std::chrono_literals;

// Whoever has the thread steps again when a settlement has ended; this is for those who cannot
// tell.
constexpr auto settling_wait = 20ms;

// Later than any payment comes due.
constexpr shared::Instant ever = shared::Instant::max();

// Where it stands among what is due.
Due place_of(const Payment& payment) {
  return {payment.fields().id.text(), payment.fields().next_at.value_or(ever)};
}

bool earlier(const Due& a, const Due& b) { return std::tie(a.at, a.id) < std::tie(b.at, b.id); }

}  // namespace

std::chrono::milliseconds Collector::step() {
  const auto monotonic = parts_.clock.monotonic();
  if (monotonic < paused_until_) return paused_until_ - monotonic;
  if (settling_ >= limits_.settling_max) return settling_wait;
  const auto wall = parts_.clock.now();
  const auto now = wall + std::chrono::milliseconds{parts_.due.next(wall).ahead_ms};
  const auto page = parts_.due.payments(first_sweep_ ? ever : now, after_, limits_.page);
  const auto work = sorted(page, now);
  go_on_behind(page);
  for (const auto& id : work.without_method) {
    settle(id, ChargeAnswer{id, ChargeAnswer::Outcome::declined, "no_payment_method"});
  }
  if (!work.look_ups.empty()) look_up(work.look_ups);
  if (!work.charges.empty()) charge(work.charges);
  return after_ ? 0ms : limits_.idle;
}

Collector::Sorted Collector::sorted(const std::vector<Payment>& page, shared::Instant now) {
  Sorted sorted;
  for (const auto& payment : page) {
    const auto& is = payment.fields();
    const bool due = turn_to(payment, now);
    const bool was_there_before = in_first_sweep(payment);
    if (!due) continue;
    auto& asked = asked_[is.id];
    asked.rests_until = 0ms;
    if (is.method.empty()) {
      sorted.without_method.push_back(is.id);
    } else if (is.status == PaymentStatus::unknown || was_there_before || asked.look_up_first) {
      sorted.look_ups.push_back(is.id);
    } else {
      sorted.charges.push_back({is.id, is.amount, is.method, is.invoice});
    }
  }
  return sorted;
}

bool Collector::turn_to(const Payment& payment, shared::Instant now) {
  const auto& is = payment.fields();
  // The first sweep sees all; what is unknown waits for its time all the same.
  if (is.status == PaymentStatus::unknown && is.next_at > now) return false;
  const auto asked = asked_.find(is.id);
  if (asked != asked_.end()) {
    asked->second.seen = true;
    return asked->second.settling == 0 && asked->second.rests_until <= parts_.clock.monotonic();
  }
  if (asked_.size() >= limits_.asked_max) passed_over_ = true;
  return !passed_over_;
}

// Whether the first sweep comes upon it now; it goes through all that is due once, however often it
// must begin anew.
bool Collector::in_first_sweep(const Payment& payment) {
  if (!first_sweep_) return false;
  auto place = place_of(payment);
  if (looked_through_ && !earlier(*looked_through_, place)) return false;
  if (!passed_over_) looked_through_ = std::move(place);
  return true;
}

void Collector::go_on_behind(const std::vector<Payment>& page) {
  if (page.size() == limits_.page) {
    after_ = place_of(page.back());
    return;
  }
  after_.reset();
  forget_what_is_settled();
  if (!std::exchange(passed_over_, false)) first_sweep_ = false;
}

// What a whole sweep did not come upon is due no more: its settlement took effect after all.
void Collector::forget_what_is_settled() {
  const auto now = parts_.clock.monotonic();
  for (auto entry = asked_.begin(); entry != asked_.end();) {
    auto& asked = entry->second;
    const bool due = std::exchange(asked.seen, false);
    const bool done = !due && asked.settling == 0 && asked.rests_until <= now;
    entry = done ? asked_.erase(entry) : std::next(entry);
  }
}

void Collector::look_up(const std::vector<PaymentId>& references) {
  counts_.looked_up += std::ssize(references);
  const auto answers = parts_.gateway.look_up(references);
  settle_all({references.begin(), references.end()}, answers);
}

void Collector::charge(const std::vector<ChargeRequest>& requests) {
  counts_.charged += std::ssize(requests);
  auto answers = parts_.gateway.charge(requests);
  // Only a look-up can say so: here it says nothing.
  std::erase_if(answers, [](const ChargeAnswer& answer) {
    return answer.outcome == ChargeAnswer::Outcome::not_found;
  });
  std::set<PaymentId> asked;
  for (const auto& request : requests) asked.insert(request.reference);
  settle_all(asked, answers);
}

void Collector::settle_all(const std::set<PaymentId>& asked,
                           const std::vector<ChargeAnswer>& answers) {
  auto unanswered = asked;
  for (const auto& answer : answers) {
    unanswered.erase(answer.reference);
    settle(answer.reference, answer);
  }
  counts_.unanswered += std::ssize(unanswered);
  for (const auto& id : unanswered) {
    if (SIM_BUG("silence_is_decline")) {
      settle(id, ChargeAnswer{id, ChargeAnswer::Outcome::declined, "timed_out"});
    } else {
      settle(id, std::nullopt);
    }
  }
}

void Collector::settle(const PaymentId& id, std::optional<ChargeAnswer> answer) {
  ++settling_;
  ++asked_[id].settling;
  auto work = work_of(parts_.settle_payment,
                      {.id = id, .answer = std::move(answer), .at = parts_.clock.now()});
  work.ended = [this, id](const shared::Done& done) { settled(id, done); };
  parts_.works.submit(std::move(work));
}

void Collector::settled(const PaymentId& id, const shared::Done& done) {
  --settling_;
  auto& asked = asked_[id];
  --asked.settling;
  if (!done && done.error() != errors::payment_not_found()) {
    const bool unavailable = done.error().kind == shared::ErrorKind::unavailable;
    const auto wait = unavailable ? limits_.pause : limits_.rest;
    asked.look_up_first = true;
    asked.rests_until = parts_.clock.monotonic() + wait;
    if (unavailable) {
      paused_until_ = asked.rests_until;
    } else {
      ++counts_.refused;
      counts_.last_refusal = id.text() + ": " + std::string{done.error().code};
      if (!std::exchange(asked.told, true) && parts_.refused) parts_.refused(id, done.error());
    }
  }
  if (asked.settling == 0 && asked.rests_until == 0ms) asked_.erase(id);
}

}  // namespace billing
