#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <billing/domain/ledger.hpp>

#include <ports/billing/catalogue_events.hpp>
#include <ports/billing/invoice_events.hpp>
#include <ports/billing/payment_events.hpp>
#include <ports/billing/subscription_events.hpp>

#include <sync/domain/event.hpp>

namespace sim {

using billing::events::ClockState;
using billing::events::InvoiceState;
using billing::events::PaymentState;
using billing::events::PriceState;
using billing::events::ProductState;
using billing::events::RecognitionState;
using billing::events::SubscriptionState;

// ExpectedEntry: what an event must have led to in the books, written down a second time.
struct ExpectedEntry {
  std::string id;
  std::string source;
  std::optional<std::string> reverses;
  std::vector<billing::Posting> postings;
  // Of a void invoice: what it had earned. The log does not say how much; it may be nothing.
  std::int64_t earned_max = 0;
};

// BillingStory: what billing's log says when it is read from its beginning: its aggregates as they
// stand, the entries that must be in the books, and invariants 12 to 14 of every step on the way.
class BillingStory {
 public:
  void apply(const sync::Event& event);
  // At the end of a commit, where no step is half told.
  void settle() const;

  const std::vector<ExpectedEntry>& entries() const { return entries_; }

  std::map<std::string, ProductState> products;
  std::map<std::string, PriceState> prices;
  std::map<std::string, SubscriptionState> subscriptions;
  std::map<std::string, InvoiceState> invoices;
  std::map<std::string, PaymentState> payments;
  std::optional<ClockState> clock;

 private:
  // Money that an invoice took, and whose payment is to be told of next.
  struct Taken {
    std::int64_t amount_minor = 0;
    bool given_up = false;
  };

  // billing_story.cpp
  void subscription(const sync::Event& event, const SubscriptionState& after);
  void renewed(const SubscriptionState& before, const SubscriptionState& after,
               const std::string& at);
  void invoice(const sync::Event& event, const InvoiceState& after);
  void numbered(const InvoiceState& after, const std::string& at);
  void payment(const sync::Event& event, const PaymentState& after);

  // billing_story_entries.cpp
  void book_issued(const InvoiceState& invoice);
  void book_voided(const InvoiceState& invoice, bool given_up);
  void book_written_off(const InvoiceState& invoice);
  void book_paid(const PaymentState& payment);
  void book_recognized(const RecognitionState& recognized);
  void book(ExpectedEntry entry);

  std::vector<ExpectedEntry> entries_;
  std::map<std::string, Taken> taken_;               // by invoice
  std::map<std::string, std::int64_t> last_number_;  // by series
  // (subscription, kind, first day) of every invoice.
  std::set<std::tuple<std::string, std::string, std::string>> billed_;
  std::set<std::string> begun_anew_;  // subscriptions that went on behind their period
  std::set<std::string> given_;       // subscriptions that were active, or on trial, some time
};

}  // namespace sim
