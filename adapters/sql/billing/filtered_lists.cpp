#include <adapters/sql/billing/filtered_lists.hpp>

namespace sql {

std::string Conditions::shape() const {
  std::string shape;
  for (const auto& value : values_) {
    shape += std::holds_alternative<std::string>(value) ? 't' : 'n';
  }
  return shape;
}

void Conditions::bind(Query& query) const {
  for (std::size_t at = 0; at < values_.size(); ++at) {
    std::visit([&](const auto& value) { query.bind(at, value); }, values_[at]);
  }
}

Query& FilteredLists::with(const Conditions& conditions, std::size_t rows) {
  auto found = queries_.find(conditions.sql());
  if (found == queries_.end()) {
    found = queries_
                .try_emplace(conditions.sql(), session_, head_ + conditions.sql() + tail_,
                             conditions.shape() + "n", shape_)
                .first;
  }
  auto& query = found->second;
  conditions.bind(query);
  return query.bind(conditions.count(), static_cast<std::int64_t>(rows));
}

}  // namespace sql
