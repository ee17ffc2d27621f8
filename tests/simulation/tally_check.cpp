#include <tests/simulation/tally_check.hpp>

#include <chrono>
#include <set>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/change.hpp>

#include <billing/domain/calendar.hpp>

#include <tests/simulation/billing_story.hpp>
#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

using Tallies = std::map<std::string, std::int64_t>;

void add(Tallies& tallies, const std::string& metric, const std::string& currency,
         shared::Instant at, std::int64_t value) {
  const billing::LocalDate day{std::chrono::floor<std::chrono::days>(at)};
  tallies[metric + '/' + currency + '/' + billing::to_text(day)] += value;
}

bool counts(const SubscriptionState& is) {
  return is.status == "trialing" || is.status == "active" || is.status == "past_due";
}

bool pays(const SubscriptionState& is) {
  return is.status == "active" || is.status == "past_due";
}

bool won(const SubscriptionState& is) {
  return pays(is) || is.paused_from == "active" || is.paused_from == "past_due";
}

std::int64_t a_year(const SubscriptionState& is) {
  return pays(is) ? is.unit_amount_minor * is.quantity * (is.interval == "month" ? 12 : 1) : 0;
}

void add_subscription(Tallies& tallies, const SubscriptionState* before,
                      const SubscriptionState& after) {
  const auto at = after.updated_at;
  const int was = before != nullptr && counts(*before) ? 1 : 0;
  add(tallies, "active_subscriptions", "", at, (counts(after) ? 1 : 0) - was);
  add(tallies, "mrr", after.currency, at,
      a_year(after) - (before != nullptr ? a_year(*before) : 0));
  const bool lost = before != nullptr && won(*before) && after.status == "canceled";
  add(tallies, "churn", "", at, lost ? 1 : 0);
}

void add_payment(Tallies& tallies, const sync::Event& event) {
  const auto state = json::read_after<PaymentState>(event.payload);
  const auto& is = **state;
  if (is.status == "succeeded") {
    add(tallies, "collected", is.currency, is.updated_at, is.amount_minor);
  }
  if (is.status == "failed") add(tallies, "failed_payments", "", is.updated_at, 1);
}

}  // namespace

void add_tallies(Tallies& tallies, const LogStory& story, const FollowerCopy& copy) {
  std::set<sync::Offset> waiting;
  for (const auto& queue : copy.queues) {
    for (const auto& event : queue) waiting.insert(event.offset);
  }
  std::map<std::string, SubscriptionState> last;
  for (const auto& event : story.events) {
    if (event.offset > copy.state->offset) break;
    const bool applied = !waiting.contains(event.offset);
    if (event.type == "user.registered" && applied) {
      add(tallies, "sign_ups", "", event.occurred_at, 1);
    }
    if (event.type == "user.deleted" && applied) {
      add(tallies, "departures", "", event.occurred_at, 1);
    }
    if (event.aggregate_type == billing::events::payment_aggregate && applied) {
      add_payment(tallies, event);
    }
    if (event.aggregate_type != billing::events::subscription_aggregate) continue;
    const auto after = **json::read_after<SubscriptionState>(event.payload);
    const auto found = last.find(after.id);
    if (applied) add_subscription(tallies, found == last.end() ? nullptr : &found->second, after);
    last[after.id] = after;
  }
}

}  // namespace sim
