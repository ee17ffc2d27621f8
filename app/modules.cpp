#include <app/modules.hpp>

#include <array>

#include <app/billing_part.hpp>
#include <app/insight_part.hpp>
#include <app/user_part.hpp>
#include <app/webhook_part.hpp>

namespace app {
namespace {

using Path = std::string_view;

constexpr Path user_paths[] = {"/v1/users", "/v1/keys"};
constexpr Path billing_paths[] = {"/v1/customers", "/v1/products", "/v1/prices",
                                  "/v1/subscriptions", "/v1/invoices", "/v1/payments",
                                  "/v1/ledger", "/v1/billing", "/v1/gateway"};
constexpr Path insight_paths[] = {"/v1/insight"};
constexpr Path webhook_paths[] = {"/v1/webhook_endpoints", "/v1/webhook_deliveries"};

template <class P>
std::unique_ptr<Part> make(const Surroundings& around) {
  return std::make_unique<P>(around);
}

}  // namespace

std::span<const ModuleKind> module_kinds() {
  static constexpr std::array kinds{
      ModuleKind{"user", user_paths, make<UserPart>},
      ModuleKind{"billing", billing_paths, make<BillingPart>},
      ModuleKind{"insight", insight_paths, make<InsightPart>},
      ModuleKind{"webhook", webhook_paths, make<WebhookPart>},
  };
  return kinds;
}

std::vector<Following> who_follows_whom() {
  return {
      {"billing", "user"},     // a copy of every user
      {"user", "billing"},     // what users are entitled to
      {"insight", "user"},     // sign-ups
      {"insight", "billing"},  // subscriptions and payments, day by day
      {"webhook", "user"},     // told to others
      {"webhook", "billing"},  // told to others
  };
}

}  // namespace app
