#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <billing/domain/calendar.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/money.hpp>
#include <shared/domain/instant.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {

// RowReader: takes the cells of a row one by one, in the order of their columns, as what they mean.
//   Shape   Cells is a Query or a SetRead that shows a row
//   Errors  StoreBroken where a cell cannot be read as that
template <class Cells>
class RowReader {
 public:
  RowReader(const Cells& cells, std::string_view table, std::size_t first = 0)
      : cells_(cells), table_(table), at_(first) {}

  const std::string& text() { return cells_.text(at_++); }
  std::int64_t number() { return cells_.number(at_++); }
  bool flag() { return number() != 0; }
  shared::Instant instant() { return shared::from_unix_ms(number()); }
  billing::LocalDate date() { return known(billing::parse_local_date(text())); }
  billing::Period period() {
    const auto start = date();
    return {start, date()};
  }
  billing::Money money() {
    const auto amount_minor = number();
    return {amount_minor, billing::Currency::stored(text())};
  }
  billing::CustomerId customer() { return known(billing::CustomerId::of_user(text())); }
  template <class Id>
  Id id() {
    return known(Id::parse(text()));
  }
  template <class Word>
  Word word(std::optional<Word> (*parse)(std::string_view)) {
    return known(parse(text()));
  }

  // The same where the cell may hold nothing.
  std::optional<std::string> text_if_any() {
    return empty() ? std::nullopt : std::optional{text()};
  }
  std::optional<shared::Instant> instant_if_any() {
    return empty() ? std::nullopt : std::optional{instant()};
  }
  std::optional<billing::LocalDate> date_if_any() {
    return empty() ? std::nullopt : std::optional{date()};
  }
  std::optional<billing::CustomerId> customer_if_any() {
    return empty() ? std::nullopt : std::optional{customer()};
  }
  template <class Id>
  std::optional<Id> id_if_any() {
    return empty() ? std::nullopt : std::optional{id<Id>()};
  }
  template <class Word>
  std::optional<Word> word_if_any(std::optional<Word> (*parse)(std::string_view)) {
    return empty() ? std::nullopt : std::optional{word(parse)};
  }

 private:
  // Whether the next cell holds nothing; then it is passed.
  bool empty() {
    const bool null = cells_.is_null(at_);
    if (null) ++at_;
    return null;
  }
  template <class Value>
  Value known(const std::optional<Value>& value) const {
    if (value) return *value;
    throw sync::StoreBroken("a row of " + std::string{table_} + " that cannot be read");
  }

  const Cells& cells_;
  std::string_view table_;
  std::size_t at_;
};

}  // namespace sql
