#include <billing/application/billing_run.hpp>

#include <algorithm>
#include <utility>

#include <billing/domain/entries.hpp>

namespace billing {
namespace {

using namespace std::chrono_literals;

// Whoever has the thread steps again when a work has ended; this is for those who cannot tell.
constexpr auto in_flight_wait = 50ms;
constexpr auto payments_wait = 10ms;
constexpr auto nothing_to_do = std::chrono::milliseconds{1h};

}  // namespace

std::string_view to_text(BillingRun::Phase phase) {
  switch (phase) {
    case BillingRun::Phase::counting:
      return "counting";
    case BillingRun::Phase::subscriptions:
      return "subscriptions";
    case BillingRun::Phase::drafts:
      return "drafts";
    case BillingRun::Phase::revenue:
      return "revenue";
    case BillingRun::Phase::payments:
      return "payments";
    case BillingRun::Phase::finished:
      return "finished";
    case BillingRun::Phase::failed:
      return "failed";
  }
  std::unreachable();
}

void BillingRun::Progress::add(const Progress& other) {
  done += other.done;
  subscriptions_advanced += other.subscriptions_advanced;
  invoices_issued += other.invoices_issued;
  schedules_recognized += other.schedules_recognized;
  problem_count += other.problem_count;
  for (const auto& problem : other.problems) {
    if (problems.size() < problems_shown) problems.push_back(problem);
  }
  payments_open = other.payments_open;
}

void BillingRun::begin(shared::Instant as_of, std::chrono::milliseconds payments_within) {
  as_of_ = as_of;
  payments_within_ = payments_within;
  progress_ = {};
  progress_.due = 0;
  passes_ = 0;
  left_alone_.clear();
  again_.clear();
  enter(Phase::counting);
}

std::chrono::milliseconds BillingRun::step() {
  switch (progress_.phase) {
    case Phase::counting:
      return count();
    case Phase::subscriptions:
    case Phase::drafts:
    case Phase::revenue:
      return advance();
    case Phase::payments:
      return wait_for_payments();
    case Phase::finished:
    case Phase::failed:
      return in_flight_ > 0 ? in_flight_wait : nothing_to_do;
  }
  std::unreachable();
}

void BillingRun::enter(Phase phase) {
  progress_.phase = phase;
  after_.reset();
  after_invoice_.reset();
  page_was_last_ = false;
  pass_changed_ = false;
  subscriptions_counted_ = false;
  if (phase == Phase::payments) payments_until_ = parts_.clock.monotonic() + payments_within_;
}

// Pages that are larger than those of works: nothing but their number is of interest.
std::chrono::milliseconds BillingRun::count() {
  const auto limit = limits_.page * 10;
  const auto due = subscriptions_counted_ ? parts_.due.drafts(as_of_, after_, limit)
                                          : parts_.due.subscriptions(as_of_, after_, limit);
  *progress_.due += std::ssize(due);
  if (std::cmp_greater(*progress_.due, limits_.due_counted_max)) {
    progress_.due.reset();
    enter(Phase::subscriptions);
  } else if (due.size() == limit) {
    after_ = due.back();
  } else if (!subscriptions_counted_) {
    after_.reset();
    subscriptions_counted_ = true;
  } else {
    enter(Phase::subscriptions);
  }
  return 0ms;
}

std::chrono::milliseconds BillingRun::advance() {
  // Half a page keeps the lane busy while the next is read; a group is large enough to go alone.
  const auto left = progress_.phase == Phase::revenue ? 0 : limits_.page / 2;
  if (in_flight_ > left) return in_flight_wait;
  if (!again_.empty()) {
    const auto now = parts_.clock.monotonic();
    if (now < again_at_) return again_at_ - now;
    for (auto& item : std::exchange(again_, {})) submit(std::move(item));
    return in_flight_wait;
  }
  if (page_was_last_) {
    if (in_flight_ > 0) return in_flight_wait;
    pass_ended();
    return 0ms;
  }
  for (auto& item : next_page()) submit(std::move(item));
  return in_flight_ > 0 ? in_flight_wait : 0ms;
}

// A subscription may be several periods behind: it is due again as long as a pass changes it.
void BillingRun::pass_ended() {
  switch (progress_.phase) {
    case Phase::subscriptions:
      if (!pass_changed_) return enter(Phase::drafts);
      if (++passes_ == limits_.passes_max) return fail("what is due does not become less");
      return enter(Phase::subscriptions);
    case Phase::drafts:
      return enter(Phase::revenue);
    case Phase::revenue:
      return enter(Phase::payments);
    default:
      std::unreachable();
  }
}

std::vector<BillingRun::Item> BillingRun::next_page() {
  switch (progress_.phase) {
    case Phase::subscriptions:
      return due_items(parts_.due.subscriptions(as_of_, after_, limits_.page));
    case Phase::drafts:
      return due_items(parts_.due.drafts(as_of_, after_, limits_.page));
    default:
      return schedule_group();
  }
}

std::vector<BillingRun::Item> BillingRun::due_items(std::vector<Due> due) {
  page_was_last_ = due.size() < limits_.page;
  if (!due.empty()) after_ = due.back();
  std::vector<Item> items;
  items.reserve(due.size());
  for (auto& one : due) {
    if (!left_alone_.contains(one.id)) items.push_back({.ids = {std::move(one.id)}});
  }
  return items;
}

std::vector<BillingRun::Item> BillingRun::schedule_group() {
  const auto invoices = parts_.due.schedules(book_day(std::min(as_of_, billing_now())),
                                             after_invoice_, limits_.group);
  page_was_last_ = invoices.size() < limits_.group;
  if (invoices.empty()) return {};
  after_invoice_ = invoices.back();
  Item group;
  for (const auto& invoice : invoices) group.ids.push_back(invoice.text());
  return {std::move(group)};
}

std::chrono::milliseconds BillingRun::wait_for_payments() {
  // Those that it started came due while it ran, so mostly behind what it is as of; what comes due
  // later than now is not collected yet.
  progress_.payments_open = !parts_.due.payments(billing_now(), std::nullopt, 1).empty();
  if (progress_.payments_open && parts_.clock.monotonic() < payments_until_) return payments_wait;
  enter(Phase::finished);
  return nothing_to_do;
}

shared::Instant BillingRun::billing_now() {
  const auto now = parts_.clock.now();
  return now + std::chrono::milliseconds{parts_.due.next(now).ahead_ms};
}

}  // namespace billing
