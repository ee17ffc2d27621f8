#include <tests/simulation/sim_gateway.hpp>

#include <string>
#include <utility>

namespace sim {

using billing::ChargeAnswer;
using billing::ChargeRequest;
using billing::PaymentId;

void SimGateway::count(const char* what) { ++tally_[std::string{"gateway: "} + what]; }

// Sooner or later money is taken, or never will be.
void SimGateway::decide(Record& record) {
  if (record.captured || record.declined) return;
  if (moody_ && rng_.chance(1, 6)) return count("undecided");
  record.declined = rng_.chance(1, 5);
  record.captured = !record.declined;
  count(record.captured ? "captured" : "declined");
}

ChargeAnswer SimGateway::answer_of(const PaymentId& reference) const {
  const auto found = records_.find(reference);
  if (found == records_.end()) return {reference, ChargeAnswer::Outcome::not_found, {}};
  if (found->second.captured) return {reference, ChargeAnswer::Outcome::succeeded, {}};
  if (found->second.declined) {
    return {reference, ChargeAnswer::Outcome::declined, "card_declined"};
  }
  return {reference, ChargeAnswer::Outcome::pending, {}};
}

void SimGateway::tell(std::vector<ChargeAnswer>& answers, ChargeAnswer answer) {
  if (!moody_) return answers.push_back(std::move(answer));
  if (rng_.chance(1, 6)) return count("answer lost");
  if (rng_.chance(1, 8)) {
    count("answer late");
    return late_.push_back(std::move(answer));
  }
  if (rng_.chance(1, 8)) {
    count("answered twice");
    answers.push_back(answer);
  }
  answers.push_back(std::move(answer));
}

// The answer to some earlier question comes now. What it said may have been overtaken since.
void SimGateway::stray(std::vector<ChargeAnswer>& answers) {
  if (late_.empty() || (moody_ && !rng_.chance(1, 3))) return;
  count("late answer came");
  const auto at = static_cast<std::ptrdiff_t>(rng_.below(late_.size()));
  answers.push_back(late_[static_cast<std::size_t>(at)]);
  late_.erase(late_.begin() + at);
}

std::vector<ChargeAnswer> SimGateway::charge(std::span<const ChargeRequest> requests) {
  std::vector<ChargeAnswer> answers;
  if (!caller_.alive()) return answers;
  for (const auto& request : requests) {
    if (moody_ && rng_.chance(1, 8)) {
      count("question lost");
      continue;
    }
    auto& record =
        records_.try_emplace(request.reference, Record{.request = request}).first->second;
    if (++record.asked > 1) count("asked again");
    decide(record);
    tell(answers, answer_of(request.reference));
  }
  stray(answers);
  return answers;
}

std::vector<ChargeAnswer> SimGateway::look_up(std::span<const PaymentId> references) {
  std::vector<ChargeAnswer> answers;
  if (!caller_.alive()) return answers;
  for (const auto& reference : references) {
    count("looked up");
    if (const auto found = records_.find(reference); found != records_.end()) {
      decide(found->second);
    }
    tell(answers, answer_of(reference));
  }
  stray(answers);
  return answers;
}

}  // namespace sim
