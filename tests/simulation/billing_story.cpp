#include <tests/simulation/billing_story.hpp>

#include <billing/domain/number_series.hpp>

#include <adapters/json/billing/billing_json.hpp>
#include <adapters/json/change.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

namespace events = billing::events;

template <class State>
State after_of(const sync::Event& event) {
  auto state = json::read_after<State>(event.payload);
  require(state && *state, 4, "an event that cannot be read at " + std::to_string(event.offset));
  return **state;
}

template <class State>
std::optional<State> put(std::map<std::string, State>& into, const State& after) {
  const auto found = into.find(after.id);
  std::optional<State> before;
  if (found != into.end()) before = found->second;
  into[after.id] = after;
  return before;
}

bool settled(const PaymentState& payment) {
  return payment.status == "succeeded" || payment.status == "failed";
}

bool ended(const SubscriptionState& subscription) {
  return subscription.status == "canceled" || subscription.status == "incomplete_expired";
}

}  // namespace

void BillingStory::apply(const sync::Event& event) {
  const auto& type = event.aggregate_type;
  if (type == events::product_aggregate) put(products, after_of<ProductState>(event));
  if (type == events::price_aggregate) put(prices, after_of<PriceState>(event));
  if (type == events::subscription_aggregate) {
    subscription(event, after_of<SubscriptionState>(event));
  }
  if (type == events::invoice_aggregate) invoice(event, after_of<InvoiceState>(event));
  if (type == events::payment_aggregate) payment(event, after_of<PaymentState>(event));
  if (type == events::recognition_aggregate) book_recognized(after_of<RecognitionState>(event));
  if (type != events::clock_aggregate) return;
  const auto after = after_of<ClockState>(event);
  require(!clock || after.ahead_ms >= clock->ahead_ms, 9, "billing's clock goes back");
  clock = after;
}

void BillingStory::subscription(const sync::Event& event, const SubscriptionState& after) {
  const auto at = event.type + " of " + event.key + " at offset " + std::to_string(event.offset);
  const auto before = put(subscriptions, after);
  require(after.entitled == (after.status == "trialing" || after.status == "active" ||
                             after.status == "past_due"),
          14, "entitled otherwise than its status says: " + at);
  require(after.current_period_start < after.current_period_end, 14, "an empty period: " + at);
  if (after.entitled || event.type == events::SubscriptionActivated::type) given_.insert(after.id);
  if (!before) return;
  require(!ended(*before), 14, "it had ended before " + at);
  if (event.type == events::SubscriptionRenewed::type) return renewed(*before, after, at);
  const bool moved = after.current_period_start != before->current_period_start ||
                     after.current_period_end != before->current_period_end;
  const bool may_move = event.type == events::SubscriptionResumed::type ||
                        event.type == events::SubscriptionCancelRevoked::type;
  require(!moved || may_move, 14, "a period moved by " + at);
  if (moved) begun_anew_.insert(after.id);
}

// One period behind the other, but for who came back behind the end of theirs.
void BillingStory::renewed(const SubscriptionState& before, const SubscriptionState& after,
                           const std::string& at) {
  const bool anew = begun_anew_.erase(after.id) > 0;
  require(after.current_period_start ==
              (anew ? before.current_period_start : before.current_period_end),
          14, "periods that do not adjoin: " + at);
  require(after.latest_invoice_id != before.latest_invoice_id && after.latest_invoice_id, 14,
          "a period without an invoice: " + at);
  const auto& invoice = invoices.at(*after.latest_invoice_id);
  require(invoice.period_start == after.current_period_start &&
              invoice.period_end == after.current_period_end,
          14, "the invoice of another period: " + at);
}

void BillingStory::invoice(const sync::Event& event, const InvoiceState& after) {
  const auto at = event.type + " of " + event.key + " at offset " + std::to_string(event.offset);
  const auto before = put(invoices, after);
  require(after.total_minor == after.credit_applied_minor + after.amount_paid_minor +
                                   after.amount_remaining_minor &&
              after.amount_remaining_minor >= 0,
          12, "what is owed does not add up: " + at);
  require((after.status == "paid") <= (after.amount_remaining_minor == 0), 12,
          "paid, and not wholly: " + at);
  if (!before && after.subscription_id) {
    require(billed_.emplace(*after.subscription_id, after.kind, after.period_start).second, 14,
            "a period is billed twice: " + at);
  }
  if (event.type == events::InvoiceFinalized::type) {
    numbered(after, at);
    book_issued(after);
  }
  if (event.type == events::InvoiceVoided::type) {
    const bool was_given = !after.subscription_id || given_.contains(*after.subscription_id);
    require(before && (after.amount_paid_minor == 0 || !was_given), 12,
            "voided although money came: " + at);
    if (before->status != "draft") book_voided(after, before->status == "uncollectible");
  }
  if (event.type == events::InvoiceUncollectible::type) book_written_off(*before);
  const auto paid_before = before ? before->amount_paid_minor : 0;
  if (after.amount_paid_minor == paid_before) return;
  require(after.amount_paid_minor > paid_before && !taken_.contains(after.id), 12,
          "money comes and goes: " + at);
  taken_[after.id] = {after.amount_paid_minor - paid_before, before->status == "uncollectible"};
}

void BillingStory::numbered(const InvoiceState& after, const std::string& at) {
  const auto number = after.number ? billing::parse_invoice_number(*after.number) : std::nullopt;
  require(number.has_value(), 13, "issued without a number: " + at);
  require(number->number == ++last_number_[number->series], 13,
          "a number out of its turn, " + *after.number + ": " + at);
}

void BillingStory::payment(const sync::Event& event, const PaymentState& after) {
  const auto at = event.type + " of " + event.key + " at offset " + std::to_string(event.offset);
  const auto before = put(payments, after);
  if (event.type == events::PaymentStarted::type) {
    for (const auto& [id, other] : payments) {
      require(other.invoice_id != after.invoice_id || settled(other) || id == after.id, 13,
              "begun while another one is not settled: " + at);
    }
  } else if (event.type == events::PaymentSucceeded::type) {
    require(!before || before->status != "succeeded", 13, "booked twice: " + at);
    require(!before || before->amount_minor == after.amount_minor, 13, "another amount: " + at);
    book_paid(after);
  } else {
    require(before && !settled(*before), 13, "it was settled before " + at);
  }
}

void BillingStory::settle() const {
  for (const auto& [id, taken] : taken_) {
    require(false, 14, "money of no payment in " + id + ": " + std::to_string(taken.amount_minor));
  }
  for (const auto& [id, is] : subscriptions) {
    if (!is.latest_invoice_id) continue;
    const auto found = invoices.find(*is.latest_invoice_id);
    require(found != invoices.end(), 14, "the latest invoice is none: " + id);
    const auto& invoice = found->second;
    const bool paid = invoice.status == "paid";
    require(!paid || (is.status != "incomplete" && is.status != "past_due"), 14,
            is.status + ", and its latest invoice is paid: " + id);
    require(!ended(is) || given_.contains(id) || invoice.status == "void", 14,
            "never given, and not void: " + invoice.id);
    require(is.status != "active" || invoice.kind != "subscription_create" || paid, 14,
            "active, and never paid for: " + id);
  }
}

}  // namespace sim
