#include <billing/application/recognize_revenue.hpp>

#include <algorithm>
#include <cassert>
#include <map>
#include <set>

#include <billing/application/billing_time.hpp>
#include <billing/application/booking.hpp>

namespace billing {
namespace {

// What invoices earned together.
struct Earned {
  std::vector<RevenueSchedule> moved;  // schedules that went on, also where that earned nothing
  std::vector<InvoiceId> invoices;     // those that earned something
  std::map<std::string, std::int64_t> sums;
};

shared::Done earn(Earned& earned, RevenueSchedule schedule, LocalDate today) {
  const auto before = schedule;
  const auto added = schedule.recognize_before(today);
  if (schedule == before) return {};
  if (added != 0) {
    auto& sum = earned.sums[schedule.amount.currency.code()];
    const auto more = add(sum, added);
    if (!more) return shared::refuse(more.error());
    sum = *more;
    earned.invoices.push_back(schedule.invoice);
  }
  earned.moved.push_back(std::move(schedule));
  return {};
}

}  // namespace

void RecognizeRevenue::want(const Command& command) const {
  ports_.clock.want(clock_row);
  for (const auto& invoice : command.invoices) ports_.schedules.want(invoice);
}

shared::Done RecognizeRevenue::operator()(const Command& command) const {
  assert(command.invoices.size() <= invoices_max);
  const auto now = billing_time(ports_.clock, command.at);
  const auto today = book_day(std::min(command.as_of, now));
  Earned earned;
  // Each once, and in an order of its own: the first one names the entry.
  const std::set<InvoiceId> invoices(command.invoices.begin(), command.invoices.end());
  for (const auto& invoice : invoices) {
    auto schedule = ports_.schedules.find(invoice);
    if (!schedule) continue;
    if (const auto done = earn(earned, std::move(*schedule), today); !done) return done;
  }
  for (const auto& schedule : earned.moved) ports_.schedules.put(schedule);
  if (earned.invoices.empty()) return {};

  std::vector<Money> sums;
  events::RecognitionState state{
      .id = {}, .day = to_text(today), .invoices = std::ssize(earned.invoices), .amounts = {}};
  for (const auto& [currency, sum] : earned.sums) {
    sums.push_back({sum, Currency::stored(currency)});
    state.amounts.push_back({currency, sum});
  }
  const auto entry = entries::recognized(today, earned.invoices.front(), sums, now);
  state.id = entry->id;
  book(ports_.ledger, entry);
  ports_.outbox.append(events::RevenueRecognized{.after = std::move(state)});
  return {};
}

}  // namespace billing
