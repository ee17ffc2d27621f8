#include <sync/application/replica_check.hpp>

#include <algorithm>

#include <shared/domain/planted_bug.hpp>
#include <sync/application/chain.hpp>

namespace sync {
namespace {

constexpr std::chrono::milliseconds at_once{0};

Hash128 root_of(const Roots& roots, const std::string& type) {
  const auto at = roots.find(type);
  return at == roots.end() ? Hash128{} : at->second;
}

}  // namespace

std::chrono::milliseconds ReplicaCheck::step() {
  using enum CheckReport::Phase;
  switch (report_.phase) {
    case weighing:
      weigh();
      report_.phase = deep_ ? comparing : done;
      return at_once;
    case comparing:
      compare_page();
      return at_once;
    case looking_again:
      if (!asked_) ask_again();
      return look_again() ? at_once : limits_.look_every;
    case done:
      return limits_.look_every;
  }
  return limits_.look_every;
}

void ReplicaCheck::weigh_again() {
  deep_ = false;
  report_.phase = CheckReport::Phase::weighing;
}

// Of what is parked it is known exactly how much it is apart.
void ReplicaCheck::weigh() {
  weight_ = {};
  report_.weigh_unlike_follower.clear();
  report_.weigh_unlike_source.clear();
  report_.rows = 0;
  for (const auto& copied : parts_.copied) weight_.roots[copied.aggregate_type];
  weight_.standing = parts_.replica.tell_all(
      [this](const std::string& type, const std::string& key, std::int64_t version) {
        auto& root = weight_.roots[type];
        root = root + sync::weight(parts_.digest, type, key, version);
        ++report_.rows;
      });
  const auto& [state, parked] = weight_.standing;
  StateQuestion how_it_stood;
  how_it_stood.at = state.offset;
  source_at_ = parts_.source.read(how_it_stood).at;
  if (source_at_ && source_at_->chain != state.chain) source_at_.reset();
  auto due = weight_.roots;
  for (const auto& key : parked) {
    move_root(due, parts_.digest, key.aggregate_type, key.key, key.applied_version,
              key.source_version);
  }
  report_.epoch = state.epoch;
  report_.offset = state.offset;
  report_.source_known = source_at_.has_value();
  for (const auto& copied : parts_.copied) {
    const auto& type = copied.aggregate_type;
    if (root_of(weight_.roots, type) != root_of(state.roots, type)) {
      report_.weigh_unlike_follower.push_back(type);
    }
    if (source_at_ && root_of(due, type) != root_of(source_at_->roots, type)) {
      report_.weigh_unlike_source.push_back(type);
    }
  }
  note_parked(weight_.standing);
}

void ReplicaCheck::note_parked(const ReplicaStanding& standing) {
  parked_.clear();
  for (const auto& key : standing.parked) parked_.emplace(key.aggregate_type, key.key);
  report_.parked = parked_.size();
}

bool ReplicaCheck::is_parked(const Key& key) const {
  if (parked_.empty()) return false;
  return parked_.contains({parts_.copied[key.first].aggregate_type, key.second});
}

void ReplicaCheck::compare_page() {
  if (at_ == parts_.copied.size()) {
    report_.phase = CheckReport::Phase::looking_again;
    return;
  }
  const auto& type = parts_.copied[at_].aggregate_type;
  StateQuestion question;
  question.aggregate_type = type;
  question.behind = after_;
  question.limits.rows_max = limits_.page_rows;
  const auto page = parts_.source.read(question);
  const auto through = page.ends || page.rows.empty() ? std::string{} : page.rows.back().key;
  auto rows = parts_.replica.behind(type, after_, through, limits_.page_rows);
  // More than fit: what lies behind the last of them is for the next page.
  const bool cut = rows.size() == limits_.page_rows;
  const auto end = cut ? rows.back().key : through;
  auto walked = page;
  if (cut) {
    std::erase_if(walked.rows, [&](const AggregateState& state) { return state.key > end; });
  }
  compare(at_, walked, rows);
  after_ = end;
  if (!cut && through.empty()) {
    ++at_;
    after_.clear();
  }
}

void ReplicaCheck::compare(std::size_t copied, const StatePage& page,
                           const std::vector<ReplicaRow>& rows) {
  std::map<std::string_view, const ReplicaRow*> by_key;
  for (const auto& row : rows) by_key.emplace(row.key, &row);
  for (const auto& state : page.rows) {
    ++report_.compared;
    const auto at = by_key.find(state.key);
    const auto* const row = at == by_key.end() ? nullptr : at->second;
    if (at != by_key.end()) by_key.erase(at);
    if (!same(copied, &state, row)) suspect({copied, state.key});
  }
  report_.compared += by_key.size();
  for (const auto& [key, row] : by_key) suspect({copied, row->key});
}

void ReplicaCheck::suspect(Key key) {
  if (is_parked(key)) return;
  if (suspects_.size() >= limits_.suspects_max) {
    report_.given_up = "more than " + std::to_string(limits_.suspects_max) + " keys differ";
    report_.phase = CheckReport::Phase::done;
    return;
  }
  suspects_.push_back({std::move(key), false, std::nullopt});
}

std::vector<Difference::Field> ReplicaCheck::unlike(std::size_t copied, const AggregateState& state,
                                                    const ReplicaRow& row) const {
  const auto kept = parts_.copied[copied].kept_of(state.state);
  std::vector<Difference::Field> all;
  if (!kept) return {{kept.error().field, std::string{kept.error().code}, ""}};
  for (std::size_t i = 0; i < kept->size(); ++i) {
    const auto& [name, value] = (*kept)[i];
    const auto held = i < row.values.size() ? row.values[i] : std::string{};
    if (value != held) all.push_back({name, value, held});
  }
  return all;
}

bool ReplicaCheck::same(std::size_t copied, const AggregateState* state,
                        const ReplicaRow* row) const {
  if (state == nullptr || row == nullptr) return state == nullptr && row == nullptr;
  return state->version == row->version && unlike(copied, *state, *row).empty();
}

// Some suspects of one type, and what the source says of them now.
void ReplicaCheck::ask_again() {
  if (suspects_.empty()) next_round();
  if (suspects_.empty() || over()) return;
  Asked asked;
  asked.copied = suspects_.front().key.first;
  StateQuestion question;
  question.aggregate_type = parts_.copied[asked.copied].aggregate_type;
  for (const auto& one : suspects_) {
    if (one.key.first != asked.copied || asked.suspects.size() == limits_.again_rows) break;
    asked.suspects.push_back(one);
    question.keys.push_back(one.key.second);
  }
  asked.said = parts_.source.read(question);
  asked.give_up_at = parts_.clock.monotonic() + limits_.behind_max;
  suspects_.erase(suspects_.begin(),
                  suspects_.begin() + static_cast<std::ptrdiff_t>(asked.suspects.size()));
  asked_ = std::move(asked);
}

void ReplicaCheck::next_round() {
  suspects_.swap(next_);
  if (suspects_.empty() || ++round_ > limits_.rounds_max) {
    report_.unsettled += suspects_.size();
    suspects_.clear();
    report_.phase = CheckReport::Phase::done;
  }
}

// Once the follower has passed what the source said; false where it has not yet.
bool ReplicaCheck::look_again() {
  if (!asked_) return true;
  const auto standing = parts_.replica.standing();
  if (standing.state.offset < asked_->said.head.offset && !SIM_BUG("looked_too_early")) {
    const bool stuck = parts_.clock.monotonic() >= asked_->give_up_at;
    if (!stuck && standing.state.stopped.empty()) return false;
    report_.unsettled += asked_->suspects.size();
    asked_.reset();
    return true;
  }
  note_parked(standing);
  std::vector<std::string> keys;
  for (const auto& one : asked_->suspects) keys.push_back(one.key.second);
  std::map<std::string, ReplicaRow> rows;
  for (auto& row : parts_.replica.of(parts_.copied[asked_->copied].aggregate_type, keys)) {
    auto key = row.key;
    rows.emplace(std::move(key), std::move(row));
  }
  std::map<std::string_view, const AggregateState*> states;
  for (const auto& state : asked_->said.rows) states.emplace(state.key, &state);
  for (auto& one : asked_->suspects) {
    const auto row = rows.find(one.key.second);
    const auto state = states.find(one.key.second);
    auto held = row == rows.end() ? std::nullopt : std::optional{std::move(row->second)};
    judge(std::move(one), state == states.end() ? nullptr : state->second, std::move(held));
  }
  asked_.reset();
  return true;
}

// Of a row that is as it was in the round before, no event came between the two; so what the source
// said behind the first one, and the follower has passed, is what the row must be.
void ReplicaCheck::judge(Suspect suspect, const AggregateState* state,
                         std::optional<ReplicaRow> row) {
  if (is_parked(suspect.key) || same(suspect.key.first, state, row ? &*row : nullptr)) return;
  const bool stood_still = suspect.seen && suspect.row == row;
  if (!stood_still && !SIM_BUG("looked_once")) {
    next_.push_back({std::move(suspect.key), true, std::move(row)});
    return;
  }
  ++report_.difference_count;
  if (report_.differences.size() == limits_.differences_max) return;
  Difference difference{parts_.copied[suspect.key.first].aggregate_type, suspect.key.second,
                        state != nullptr ? state->version : 0, row ? row->version : 0, {}};
  if (state != nullptr && row && state->version == row->version) {
    difference.fields = unlike(suspect.key.first, *state, *row);
  }
  report_.differences.push_back(std::move(difference));
}

}  // namespace sync
