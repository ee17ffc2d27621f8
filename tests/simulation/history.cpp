#include <tests/simulation/history.hpp>

#include <algorithm>

namespace sim {

bool is_final(const sync::Outcome& answer) {
  return !answer.refusal || (answer.refusal->kind != shared::ErrorKind::unavailable &&
                             answer.refusal->kind != shared::ErrorKind::internal);
}

bool is_recorded(const sync::Outcome& answer) {
  return is_final(answer) &&
         !(answer.refusal && (answer.refusal->code == "sync.store_rejected" ||
                              answer.refusal->code == "idempotency.key_reused"));
}

std::string to_text(const Wish& wish) {
  const auto given = [](const std::optional<std::string>& text) {
    return text ? '=' + *text : "-";
  };
  return std::string{to_text(wish.verb)} + ' ' + shared::to_text(wish.user) + ' ' + wish.email +
         ' ' + given(wish.display_name) + ' ' + given(wish.locale) + ' ' + given(wish.time_zone) +
         ' ' + given(wish.currency) + ' ' + given(wish.tax_id) + ' ' + given(wish.payment_method) +
         ' ' + shared::to_text(wish.subject) + ' ' + std::to_string(wish.amount_minor) + ' ' +
         std::to_string(wish.count) + ' ' + std::to_string(wish.days) + ' ' +
         std::to_string(int{wish.flag}) + ' ' +
         std::to_string(shared::to_unix_ms(wish.to)) + ' ' +
         (wish.expected_version ? std::to_string(*wish.expected_version) : "-") +
         (wish.store_rejects ? " rejected" : "");
}

Operation& History::begin(Wish wish, std::optional<std::uint64_t> idempotency_key) {
  auto& operation = operations_.emplace_back();
  operation.number = operations_.size();
  operation.wish = std::move(wish);
  operation.idempotency_key = idempotency_key;
  if (idempotency_key) by_key_[*idempotency_key].push_back(&operation);
  return operation;
}

History::Ref History::attempt(Operation& operation, Attempt attempt) {
  attempt.after_answer = std::ranges::any_of(operation.attempts, [](const Attempt& earlier) {
    return earlier.answer && is_recorded(*earlier.answer) && !earlier.before_restore;
  });
  operation.attempts.push_back(std::move(attempt));
  const Ref ref{&operation, operation.attempts.size() - 1};
  by_command_.emplace(ref.get().command_id, ref);
  return ref;
}

std::optional<History::Ref> History::find(const std::string& command_id) const {
  const auto found = by_command_.find(command_id);
  if (found == by_command_.end()) return std::nullopt;
  return found->second;
}

const std::vector<Operation*>& History::under(std::uint64_t idempotency_key) const {
  return by_key_.at(idempotency_key);
}

void History::restored(bool billing, std::uint64_t head) {
  for (auto& operation : operations_) {
    if (operation.wish.in_billing() != billing) continue;
    for (auto& attempt : operation.attempts) {
      attempt.after_answer = false;
      if (!attempt.answer) continue;
      attempt.before_restore = true;
      if (attempt.answer->position.offset > head) attempt.forgotten = true;
    }
  }
}

}  // namespace sim
