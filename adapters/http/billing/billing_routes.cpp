#include <adapters/http/billing/billing_routes.hpp>

#include <utility>

namespace http {

RouteTable billing_routes(BillingRoutePorts ports) {
  const auto shared_ports = std::make_shared<const BillingRoutePorts>(std::move(ports));
  RouteTable table;
  table.tags = {{"customers", "Users, as billing knows them."},
                {"catalogue", "What is for sale, and for how much."},
                {"subscriptions", "Who pays which price, since when and until when."},
                {"invoices", "What customers owe, period by period."},
                {"payments", "Each try to get an invoice's money."},
                {"ledger", "The books: double entry, append only."}};
  for (const auto part : {customer_routes, product_routes, price_routes, subscription_routes,
                          invoice_routes, invoice_change_routes, payment_routes, ledger_routes})
    table.add(part(shared_ports));
  return table;
}

}  // namespace http
