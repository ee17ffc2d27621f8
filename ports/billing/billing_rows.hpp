#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include <ports/shared/rows.hpp>

#include <billing/domain/invoice.hpp>
#include <billing/domain/payment.hpp>
#include <billing/domain/price.hpp>
#include <billing/domain/product.hpp>
#include <billing/domain/revenue_schedule.hpp>
#include <billing/domain/subscription.hpp>

// What billing's use cases read and change, as the write lane has it.
namespace billing {

using Products = shared::Rows<ProductId, Product>;
using Prices = shared::Rows<PriceId, Price>;
using Subscriptions = shared::Rows<SubscriptionId, Subscription>;
using Invoices = shared::Rows<InvoiceId, Invoice>;
using Payments = shared::Rows<PaymentId, Payment>;
using RevenueSchedules = shared::Rows<InvoiceId, RevenueSchedule>;

// SubscriptionsOfCustomer: the same subscriptions, by whose they are.
class SubscriptionsOfCustomer {
 public:
  virtual ~SubscriptionsOfCustomer() = default;
  virtual void want(const CustomerId& id) = 0;
  // Those that have not ended, counting what this batch has put, in order of id. Empty also where
  // they are wanted and not loaded yet. At most subscriptions_per_customer_max: more are refused
  // when they are made.
  virtual std::vector<Subscription> find(const CustomerId& id) = 0;
};
inline constexpr std::size_t subscriptions_per_customer_max = 100;

// CustomerCredit: money of a customer that no invoice has taken yet. No row: none.
struct CustomerCredit {
  struct Key {
    CustomerId customer;
    std::string currency;

    std::string text() const { return customer.text() + ':' + currency; }
    auto operator<=>(const Key&) const = default;
  };
  Key key;
  std::int64_t credit_minor = 0;  // never negative

  bool operator==(const CustomerCredit&) const = default;
};
using CustomerCredits = shared::Rows<CustomerCredit::Key, CustomerCredit>;

// PaymentReference: which payment was recorded under a reference for an invoice: one at most.
struct PaymentReference {
  struct Key {
    InvoiceId invoice;
    std::string reference;  // never empty

    std::string text() const { return invoice.text() + ':' + reference; }
    auto operator<=>(const Key&) const = default;
  };
  Key key;
  PaymentId payment;

  bool operator==(const PaymentReference&) const = default;
};
using PaymentReferences = shared::Rows<PaymentReference::Key, PaymentReference>;

// NumberSeries: the next number of a series of invoices. One series a year: "INV-2026".
struct NumberSeries {
  std::string name;
  std::int64_t next = 1;

  bool operator==(const NumberSeries&) const = default;
};
using NumberSeriesRows = shared::Rows<std::string, NumberSeries>;

// ClockSetting: how far billing's time runs ahead. One row, under "clock"; no row: not at all.
struct ClockSetting {
  std::string id = "clock";
  std::int64_t version = 0;
  std::int64_t ahead_ms = 0;

  bool operator==(const ClockSetting&) const = default;
};
using ClockSettings = shared::Rows<std::string, ClockSetting>;

}  // namespace billing
