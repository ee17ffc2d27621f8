#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <billing/application/billing_module.hpp>
#include <ports/billing/catalogue_views.hpp>
#include <ports/billing/customer_views.hpp>
#include <ports/billing/invoice_views.hpp>
#include <ports/billing/ledger_views.hpp>
#include <ports/billing/payment_views.hpp>
#include <ports/billing/subscription_views.hpp>
#include <ports/shared/ids.hpp>
#include <ports/sync/command.hpp>

#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>

namespace http {

// What a reading thread has of the billing module.
struct BillingReading {
  billing::CustomerViews& customers;
  billing::CatalogueViews& catalogue;
  billing::SubscriptionViews& subscriptions;
  billing::InvoiceViews& invoices;
  billing::PaymentViews& payments;
  billing::LedgerViews& ledger;
};

// InvoiceDocuments: an invoice as people read it, as it stands at that moment of billing's time:
// a whole page of HTML, or the bytes of a PDF. One that is empty is not offered.
struct InvoiceDocuments {
  using Render = std::function<std::string(const billing::InvoiceView&, shared::Instant now)>;

  Render html;
  Render pdf;
};

struct BillingRoutePorts {
  const billing::BillingModule& module;  // touched by commands alone, on the module's lane
  sync::CommandQueue& queue;
  Reads<BillingReading> reads;
  shared::Ids& ids;
  // Billing's own time, as far as it is advanced; called on any thread.
  std::function<shared::Instant()> billing_now;
  // Of those that the copy of the users is made of, how many wait because a change could not be
  // applied: a list of customers may lack them.
  std::function<std::size_t()> parked_keys;
  InvoiceDocuments documents = {};
};
using BillingPortsPtr = std::shared_ptr<const BillingRoutePorts>;

// /v1/customers, /v1/products, /v1/prices, /v1/subscriptions, /v1/invoices, /v1/payments and
// /v1/ledger, and all below them.
RouteTable billing_routes(BillingRoutePorts ports);

// The same, by what they are about.
RouteTable customer_routes(const BillingPortsPtr& ports);
RouteTable product_routes(const BillingPortsPtr& ports);
RouteTable price_routes(const BillingPortsPtr& ports);
RouteTable subscription_routes(const BillingPortsPtr& ports);
RouteTable invoice_routes(const BillingPortsPtr& ports);
RouteTable invoice_change_routes(const BillingPortsPtr& ports);
RouteTable payment_routes(const BillingPortsPtr& ports);
RouteTable ledger_routes(const BillingPortsPtr& ports);

}  // namespace http
