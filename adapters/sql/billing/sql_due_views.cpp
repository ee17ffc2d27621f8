#include <adapters/sql/billing/sql_due_views.hpp>

#include <algorithm>
#include <limits>
#include <string>

#include <adapters/sql/billing/payment_row.hpp>
#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/statements.hpp>

namespace sql {
namespace {

// A page of what has its time in `at`, in order of (time, id).
std::string due(const std::string& columns, const std::string& table, const std::string& at) {
  return "SELECT " + columns + " FROM " + table + " WHERE " + at + " IS NOT NULL AND " + at +
         " <= :as_of AND (" + at + ", id) > (:at, :id) ORDER BY " + at + ", id LIMIT :rows";
}

Query& bind(Query& query, shared::Instant as_of, const std::optional<billing::Due>& after,
            std::size_t limit) {
  const auto at = after ? shared::to_unix_ms(after->at) : std::numeric_limits<std::int64_t>::min();
  return query.with(shared::to_unix_ms(as_of), at, after ? after->id : std::string{}, limit);
}

std::vector<billing::Due> read_due(Query& bound) {
  std::vector<billing::Due> found;
  bound.each(
      [&] { found.push_back({.id = bound.text(0), .at = shared::from_unix_ms(bound.number(1))}); });
  return found;
}

// The first time behind a given one, of each that has one.
constexpr std::string_view first_times =
    "SELECT (SELECT ahead_ms FROM clock_setting WHERE id = 'clock'), "
    "(SELECT MIN(due_at) FROM subscription WHERE due_at IS NOT NULL AND due_at > :a), "
    "(SELECT MIN(finalize_at) FROM invoice WHERE finalize_at IS NOT NULL AND finalize_at > :b), "
    "(SELECT MIN(next_at) FROM payment WHERE next_at IS NOT NULL AND next_at > :c), "
    "(SELECT MIN(next_on) FROM revenue_schedule WHERE next_on IS NOT NULL AND next_on >= :d)";

}  // namespace

SqlDueViews::SqlDueViews(Session& reader)
    : subscriptions_(reader, due("id, due_at", "subscription", "due_at"), "nntn", "tn"),
      drafts_(reader, due("id, finalize_at", "invoice", "finalize_at"), "nntn", "tn"),
      payments_(reader, due(select_list(PaymentRow::table()), "payment", "next_at"), "nntn",
                shape(PaymentRow::table().columns)),
      // Where one is due, nearly all are, so that the index in order of id serves best; a day said
      // as it stands would let the other one be taken, and a page be sorted out of all.
      schedules_(reader,
                 "SELECT invoice_id FROM revenue_schedule WHERE next_on IS NOT NULL AND "
                 "next_on || '' < :today AND invoice_id > :after ORDER BY invoice_id "
                 "LIMIT CASE WHEN EXISTS (SELECT 1 FROM revenue_schedule WHERE "
                 "next_on IS NOT NULL AND next_on < :day) THEN CAST(:rows AS BIGINT) ELSE 0 END",
                 "tttn", "t"),
      next_(reader, std::string{first_times}, "nnnt", "nnnnt") {}

std::vector<billing::Due> SqlDueViews::subscriptions(shared::Instant as_of,
                                                     const std::optional<billing::Due>& after,
                                                     std::size_t limit) {
  return read_due(bind(subscriptions_, as_of, after, limit));
}

std::vector<billing::Due> SqlDueViews::drafts(shared::Instant as_of,
                                              const std::optional<billing::Due>& after,
                                              std::size_t limit) {
  return read_due(bind(drafts_, as_of, after, limit));
}

std::vector<billing::Payment> SqlDueViews::payments(shared::Instant as_of,
                                                    const std::optional<billing::Due>& after,
                                                    std::size_t limit) {
  std::vector<billing::Payment> found;
  bind(payments_, as_of, after, limit).each([&] { found.push_back(PaymentRow::read(payments_)); });
  return found;
}

std::vector<billing::InvoiceId> SqlDueViews::schedules(
    billing::LocalDate today, const std::optional<billing::InvoiceId>& after, std::size_t limit) {
  std::vector<billing::InvoiceId> found;
  const auto day = billing::to_text(today);
  schedules_.with(day, after ? after->text() : std::string{}, day, limit);
  schedules_.each([&] {
    found.push_back(RowReader{schedules_, "revenue_schedule"}.id<billing::InvoiceId>());
  });
  return found;
}

billing::DueViews::Next SqlDueViews::next(shared::Instant behind) {
  const auto ms = shared::to_unix_ms(behind);
  // A day is earned when it is over: the day of `behind` is the first that ends behind it.
  const billing::LocalDate day{std::chrono::floor<std::chrono::days>(behind)};
  next_.with(ms, ms, ms, billing::to_text(day)).one();

  Next next;
  if (!next_.is_null(0)) next.ahead_ms = next_.number(0);
  RowReader in{next_, "revenue_schedule", 1};
  const auto sooner = [&](std::optional<shared::Instant> at) {
    if (at) next.at = next.at ? std::min(*next.at, *at) : *at;
  };
  for (int times = 0; times < 3; ++times) sooner(in.instant_if_any());
  if (const auto on = in.date_if_any()) {
    sooner(shared::Instant{std::chrono::sys_days{*on} + std::chrono::days{1}});
  }
  return next;
}

}  // namespace sql
