#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <billing/application/billing_ports.hpp>
#include <billing/application/issuing.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Subscribe: a customer begins to pay a price, today in their own time zone. With trial days it is
// trialing, and its first invoice comes at the end of the trial; else its first invoice is issued
// in the same commit and its payment is started: it stays incomplete until the money is there. The
// answer does not wait for that. A customer without a billing profile gets one in the currency of
// the price. Says billing.profile_opened where so, what Issuing says, then
// billing.subscription_created.
//   Errors  billing.customer_not_found, billing.customer_inactive, billing.time_zone_unknown (of
//           the user, where it is none of the IANA names), billing.price_not_found,
//           billing.price_archived, billing.product_archived, billing.currency_differs (from that
//           of the billing profile), billing.too_many_subscriptions, billing.quantity_out_of_range,
//           billing.trial_out_of_range (0 to 730 days), billing.amount_too_large,
//           billing.amount_overflow
class Subscribe {
 public:
  struct Command {
    SubscriptionId id;
    InvoiceId invoice;  // drawn, and used where an invoice is made; so is the payment
    PaymentId payment;
    CustomerId customer;
    PriceId price;
    std::int64_t quantity = 1;
    std::int64_t trial_days = 0;
    shared::Instant at;
  };
  using Unchanged = std::optional<events::SubscriptionState>;

  explicit Subscribe(const BillingPorts& ports, BillingRules rules)
      : ports_(ports), issuing_(ports, std::move(rules)) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  struct Offer {
    Product product;
    Price price;
  };

  shared::Result<KnownUser> active_user(const Command& command) const;
  shared::Result<Offer> offer(const PriceId& id) const;
  shared::Result<Subscription> agreed(const Command& command, const KnownUser& user,
                                      const Offer& offer, shared::Instant now) const;
  shared::Done take_currency(const Subscription& subscription) const;
  // Issues the first invoice, unless there is a trial first.
  shared::Done bill(const Command& command, const Product& product, Subscription& subscription,
                    shared::Instant now) const;

  BillingPorts ports_;
  Issuing issuing_;
};

}  // namespace billing
