#pragma once

#include <optional>
#include <string>

#include <billing/domain/invoice.hpp>
#include <billing/domain/product.hpp>
#include <billing/domain/subscription.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Drafting: the invoice of one period of a subscription, before it is issued.
struct Drafting {
  InvoiceId id;
  std::string kind;  // "subscription_create" | "subscription_cycle"
  Period period;
  std::optional<shared::Instant> finalize_at;  // nothing: it is issued in the same commit
};

// One line: the quantity of that product at the price that the subscription was sold at.
//   Errors  billing.amount_overflow
shared::Result<Invoice> draft_of(const Subscription& subscription, const Product& product,
                                 const Drafting& drafting, shared::Instant now);

}  // namespace billing
