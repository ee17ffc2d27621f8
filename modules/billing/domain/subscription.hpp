#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <billing/domain/billing_ids.hpp>
#include <billing/domain/calendar.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/money.hpp>
#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// In Stripe's words. incomplete: its first invoice is not paid yet. paused: its user is inactive;
// nothing is billed. canceled and incomplete_expired are ends.
enum class SubscriptionStatus {
  incomplete, incomplete_expired, trialing, active, past_due, paused, canceled,
};

std::string_view to_text(SubscriptionStatus status);
std::optional<SubscriptionStatus> parse_subscription_status(std::string_view text);

// Subscription: who pays which price, since when and until when.
//   Shape   quantity 1 to 1,000,000; a period costs at most 10^13 minor units, so that hundreds of
//           thousands of them add up in 64 bits; time zone an IANA name, that of the customer when
//           it began
//   Units   periods are days in that zone, half open; due_at is the instant at which the next thing
//           happens to it by itself, nothing where nothing does
//   Errors  billing.subscription_ended, billing.subscription_not_canceling,
//           billing.quantity_out_of_range
class Subscription {
 public:
  struct Fields {
    SubscriptionId id;
    std::int64_t version = 1;
    CustomerId customer;
    ProductId product;
    PriceId price;
    Money unit;  // the price it was sold at, which it keeps
    Interval interval = Interval::month;
    std::int64_t quantity = 1;
    std::vector<std::string> entitlements;  // of its product, as it was sold
    SubscriptionStatus status = SubscriptionStatus::incomplete;
    std::string time_zone;
    LocalDate anchor;
    // Of the cycle from the anchor; -1 while its first period is not billed yet: on trial, or
    // resumed behind the end of the period in which it paused.
    std::int64_t period_no = 0;
    Period period;  // the current one, paid or being paid; the trial at first
    std::optional<LocalDate> trial_end;
    bool cancel_at_period_end = false;
    std::optional<shared::Instant> canceled_at;  // when somebody said so
    std::optional<shared::Instant> ended_at;
    // Why it ended, or is going to at its period's end: "requested" | "user_deleted" |
    // "user_deactivated" | "unpaid".
    std::string end_reason;
    std::optional<SubscriptionStatus> paused_from;
    std::optional<InvoiceId> latest_invoice;
    std::optional<shared::Instant> due_at;
    shared::Instant created_at;
    shared::Instant updated_at;

    bool operator==(const Fields&) const = default;
  };
  // A period with the instant at which it ends, as the zone's clocks have it.
  struct Span {
    Period period;
    shared::Instant ends_at;
  };

  static constexpr std::int64_t quantity_max = 1'000'000;
  static constexpr std::int64_t period_amount_minor_max = 10'000'000'000'000;
  // How long a first invoice may stay unpaid.
  static constexpr std::chrono::hours incomplete_max{23};

  // A new one, whose fields say whose, what and since when: on trial where they have its end, and
  // then `first` is the trial; else incomplete, for incomplete_max. Errors:
  // billing.quantity_out_of_range, billing.amount_too_large
  static shared::Result<Subscription> begin(Fields fields, Span first, shared::Instant now);
  // One that was, read back from a store.
  explicit Subscription(Fields fields) : fields_{std::move(fields)} {}

  // Whether it gives its user what its product entitles to: trialing, active or past_due.
  bool entitles() const;
  bool ended() const;
  // What it is, or was before it paused.
  SubscriptionStatus running_status() const;
  BillingCycle cycle() const { return {fields_.anchor, fields_.interval}; }
  // What one period costs. Errors: billing.amount_overflow
  shared::Result<Money> amount() const;

  // Its first, or latest, invoice is paid: incomplete and past_due become active. One that is
  // paused stays so, and resumes as active. Whether that changed anything.
  bool paid(Span current, shared::Instant now);
  // What it owed is not asked for any more: past_due becomes active. One that is paused stays so,
  // and resumes as active. Whether that changed anything.
  bool forgiven(shared::Instant now);
  // A payment failed: active becomes past_due; one that is paused resumes as that. Whether that
  // changed anything.
  bool payment_failed(shared::Instant now);
  // The next period begins (the first one behind a trial too), with its invoice: trialing becomes
  // active, active and past_due go on. Never while incomplete, paused, ended or about to end.
  void renew(Span next, InvoiceId invoice, shared::Instant now);
  // The invoice of its first period, a part of the change that begins it: paid at once (there is
  // nothing to pay, or credit covers it), it was never incomplete.
  void billed_first(InvoiceId invoice, bool paid, Span first);

  shared::Done cancel_now(std::string reason, shared::Instant now);
  // It ends when the current period does, by cancel_now(end_reason, ...); one that is paused, not
  // before it resumes. false: that was so already.
  shared::Result<bool> cancel_at_period_end(shared::Instant now, std::string reason = "requested");
  // Takes that back, before the end. Where its period is over, the days since are not asked for: a
  // new cycle begins on `today`, as in resume(). Errors: billing.subscription_not_canceling
  shared::Done keep(LocalDate today, Span fresh, shared::Instant now);
  // Its first invoice stayed unpaid for too long, paused or not.
  void expire(shared::Instant now);

  // Its user is inactive: nothing is billed until it resumes, and an incomplete one goes on
  // waiting for its money no longer than it would have. false: it is paused, or has ended.
  bool pause(shared::Instant now);
  // Its user is back. Within the period that was current, it goes on as it was, and so does one
  // that is incomplete or about to end, which is then due. Else a new cycle begins on `today`
  // (`fresh`: that cycle's first period), which is due at once: renew(fresh, ...) bills it. false:
  // it was not paused.
  bool resume(LocalDate today, Span as_it_was, Span fresh, shared::Instant now);

  const Fields& fields() const { return fields_; }
  bool operator==(const Subscription&) const = default;

 private:
  SubscriptionStatus& running();
  void begin_anew(LocalDate today, Span fresh, shared::Instant now);
  void end(SubscriptionStatus as, std::string reason, shared::Instant now);
  void changed(shared::Instant now);

  Fields fields_;
};

}  // namespace billing
