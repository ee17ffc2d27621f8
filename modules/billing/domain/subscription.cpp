#include <billing/domain/subscription.hpp>

#include <algorithm>
#include <array>
#include <cassert>

#include <billing/domain/billing_errors.hpp>
#include <shared/domain/planted_bug.hpp>

namespace billing {
namespace {

using enum SubscriptionStatus;

constexpr auto words = std::to_array<std::pair<SubscriptionStatus, std::string_view>>({
    {incomplete, "incomplete"},
    {incomplete_expired, "incomplete_expired"},
    {trialing, "trialing"},
    {active, "active"},
    {past_due, "past_due"},
    {paused, "paused"},
    {canceled, "canceled"},
});

}  // namespace

std::string_view to_text(SubscriptionStatus status) {
  return std::ranges::find(words, status, &decltype(words)::value_type::first)->second;
}

std::optional<SubscriptionStatus> parse_subscription_status(std::string_view text) {
  const auto* const word = std::ranges::find(words, text, &decltype(words)::value_type::second);
  if (word == words.end()) return std::nullopt;
  return word->first;
}

shared::Result<Subscription> Subscription::begin(Fields fields, Span first, shared::Instant now) {
  if (fields.quantity < 1 || fields.quantity > quantity_max) {
    return shared::refuse(errors::quantity_out_of_range());
  }
  const bool on_trial = fields.trial_end.has_value();
  fields.status = on_trial ? trialing : incomplete;
  fields.period_no = on_trial ? -1 : 0;
  fields.period = first.period;
  fields.due_at = on_trial ? first.ends_at : now + incomplete_max;
  fields.created_at = now;
  fields.updated_at = now;
  Subscription subscription{std::move(fields)};
  const auto amount = subscription.amount();
  if (!amount) return shared::refuse(amount.error());
  if (amount->amount_minor > period_amount_minor_max) {
    return shared::refuse(errors::amount_too_large());
  }
  return subscription;
}

bool Subscription::entitles() const {
  return fields_.status == trialing || fields_.status == active || fields_.status == past_due;
}

bool Subscription::ended() const {
  return fields_.status == canceled || fields_.status == incomplete_expired;
}

shared::Result<Money> Subscription::amount() const {
  const auto amount = multiply(fields_.unit.amount_minor, fields_.quantity);
  if (!amount) return shared::refuse(amount.error());
  return Money{*amount, fields_.unit.currency};
}

bool Subscription::paid(Span current, shared::Instant now) {
  auto& status = running();
  if (status != incomplete && status != past_due) return false;
  if (status == incomplete) {
    fields_.due_at = fields_.paused_from ? std::nullopt : std::optional{current.ends_at};
  }
  status = active;
  changed(now);
  return true;
}

bool Subscription::forgiven(shared::Instant now) {
  auto& status = running();
  if (status != past_due) return false;
  status = active;
  changed(now);
  return true;
}

bool Subscription::payment_failed(shared::Instant now) {
  auto& status = running();
  if (status != active) return false;
  status = past_due;
  changed(now);
  return true;
}

void Subscription::renew(Span next, InvoiceId invoice, shared::Instant now) {
  assert(entitles() && !fields_.cancel_at_period_end);
  if (fields_.status == trialing) fields_.status = active;
  if (!SIM_BUG("period_billed_twice")) ++fields_.period_no;
  fields_.period = next.period;
  fields_.due_at = next.ends_at;
  fields_.latest_invoice = invoice;
  changed(now);
}

void Subscription::billed_first(InvoiceId invoice, bool paid, Span first) {
  assert(fields_.status == incomplete && !fields_.latest_invoice);
  fields_.latest_invoice = invoice;
  if (!paid) return;
  fields_.status = active;
  fields_.due_at = first.ends_at;
}

shared::Done Subscription::cancel_now(std::string reason, shared::Instant now) {
  if (ended()) return shared::refuse(errors::subscription_ended());
  if (!fields_.canceled_at) fields_.canceled_at = now;
  end(canceled, std::move(reason), now);
  return {};
}

shared::Result<bool> Subscription::cancel_at_period_end(shared::Instant now, std::string reason) {
  if (ended()) return shared::refuse(errors::subscription_ended());
  if (fields_.cancel_at_period_end) return false;
  fields_.cancel_at_period_end = true;
  fields_.canceled_at = now;
  fields_.end_reason = std::move(reason);
  changed(now);
  return true;
}

shared::Done Subscription::keep(LocalDate today, Span fresh, shared::Instant now) {
  if (ended()) return shared::refuse(errors::subscription_ended());
  if (!fields_.cancel_at_period_end) return shared::refuse(errors::subscription_not_canceling());
  fields_.cancel_at_period_end = false;
  fields_.canceled_at.reset();
  fields_.end_reason.clear();
  if (entitles() && today >= fields_.period.end) begin_anew(today, fresh, now);
  changed(now);
  return {};
}

void Subscription::expire(shared::Instant now) {
  assert(running_status() == incomplete);
  end(incomplete_expired, "unpaid", now);
}

bool Subscription::pause(shared::Instant now) {
  if (fields_.status == paused || ended()) return false;
  fields_.paused_from = fields_.status;
  fields_.status = paused;
  if (fields_.paused_from != incomplete) fields_.due_at.reset();
  changed(now);
  return true;
}

bool Subscription::resume(LocalDate today, Span as_it_was, Span fresh, shared::Instant now) {
  if (fields_.status != paused) return false;
  fields_.status = *fields_.paused_from;
  fields_.paused_from.reset();
  changed(now);
  if (fields_.status == incomplete) {
    fields_.due_at = fields_.created_at + incomplete_max;
  } else if (today < fields_.period.end || fields_.cancel_at_period_end) {
    fields_.due_at = as_it_was.ends_at;
  } else {
    begin_anew(today, fresh, now);
  }
  return true;
}

void Subscription::begin_anew(LocalDate today, Span fresh, shared::Instant now) {
  if (fields_.status == trialing) fields_.status = active;
  fields_.anchor = today;
  fields_.period_no = -1;
  fields_.period = fresh.period;
  fields_.due_at = now;
}

SubscriptionStatus Subscription::running_status() const {
  return fields_.paused_from.value_or(fields_.status);
}

SubscriptionStatus& Subscription::running() {
  return fields_.paused_from ? *fields_.paused_from : fields_.status;
}

void Subscription::end(SubscriptionStatus as, std::string reason, shared::Instant now) {
  fields_.status = as;
  fields_.ended_at = now;
  fields_.end_reason = std::move(reason);
  fields_.paused_from.reset();
  fields_.due_at.reset();
  changed(now);
}

void Subscription::changed(shared::Instant now) {
  ++fields_.version;
  fields_.updated_at = now;
}

}  // namespace billing
