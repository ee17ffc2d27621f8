#include <adapters/sql/sync/sql_state_reader.hpp>

#include <algorithm>
#include <utility>

#include <adapters/sql/sync/roots_text.hpp>

namespace sql {

SqlStateReader::SqlStateReader(Session& reader, std::string log,
                               std::vector<sync::AggregateStates*> said)
    : session_(reader),
      log_(std::move(log)),
      said_(std::move(said)),
      head_(reader),
      at_(reader, "SELECT epoch, chain, roots FROM event_log WHERE log_offset = :at", "n", "ntt") {}

sync::StatePage SqlStateReader::read(const sync::StateQuestion& question) {
  sync::StatePage page;
  session_.begin_snapshot();
  try {
    page.head = head_();
    page.at = head_at(question.at);
    if (!question.aggregate_type.empty()) read_rows(question, page);
  } catch (...) {
    session_.rollback();
    throw;
  }
  session_.rollback();
  return page;
}

sync::AggregateStates& SqlStateReader::states_of(const std::string& aggregate_type) {
  const auto found =
      std::ranges::find(said_, aggregate_type, &sync::AggregateStates::aggregate_type);
  if (found == said_.end()) {
    throw sync::StoreUnavailable(log_ + " does not say the state of " + aggregate_type);
  }
  return **found;
}

void SqlStateReader::read_rows(const sync::StateQuestion& question, sync::StatePage& page) {
  auto& states = states_of(question.aggregate_type);
  const auto& limits = question.limits;
  if (!question.keys.empty()) {
    for (std::size_t i = 0; i < std::min(question.keys.size(), limits.rows_max); ++i) {
      if (auto state = states.find(question.keys[i])) page.rows.push_back(std::move(*state));
    }
    return;
  }
  page.rows = states.behind(question.behind, limits.rows_max);
  page.ends = page.rows.size() < limits.rows_max;
  std::size_t bytes = 0;
  std::size_t fit = 0;
  while (fit < page.rows.size() && (fit == 0 || bytes < limits.bytes_max)) {
    bytes += page.rows[fit++].state.size();
  }
  page.ends = page.ends && fit == page.rows.size();
  page.rows.resize(fit);
}

// A commit's last row alone has a chain.
std::optional<sync::Head> SqlStateReader::head_at(sync::Offset offset) {
  if (offset == 0) return sync::Head{};
  if (!at_.with(offset).one() || at_.is_null(1)) return std::nullopt;
  return sync::Head{static_cast<sync::Epoch>(at_.number(0)), offset, parse_chain(at_.text(1)),
                    parse_roots(at_.text(2))};
}

}  // namespace sql
