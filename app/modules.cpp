#include <app/modules.hpp>

#include <algorithm>
#include <array>

// What a build leaves out (CLEAVE_MODULES) has no headers here.
#if __has_include(<app/billing_part.hpp>)
#include <app/billing_doctor.hpp>
#include <app/billing_part.hpp>
#endif
#if __has_include(<app/insight_part.hpp>)
#include <app/insight_part.hpp>
#endif
#if __has_include(<app/user_part.hpp>)
#include <app/user_part.hpp>
#endif
#if __has_include(<app/webhook_part.hpp>)
#include <app/webhook_part.hpp>
#endif

namespace app {
namespace {

using Path = std::string_view;

constexpr Path user_paths[] = {"/v1/users", "/v1/keys"};
constexpr Path billing_paths[] = {"/v1/customers", "/v1/products", "/v1/prices",
                                  "/v1/subscriptions", "/v1/invoices", "/v1/payments",
                                  "/v1/ledger", "/v1/billing", "/v1/gateway"};
// A run, and a move of the clock, is known to who makes it.
constexpr Path billing_led_paths[] = {"/v1/billing"};
constexpr Path insight_paths[] = {"/v1/insight"};
constexpr Path webhook_paths[] = {"/v1/webhook_endpoints", "/v1/webhook_deliveries"};

template <class P>
std::unique_ptr<Part> make(const Surroundings& around) {
  return std::make_unique<P>(around);
}

}  // namespace

std::span<const ModuleKind> module_kinds() {
  static constexpr std::array kinds{
#if __has_include(<app/user_part.hpp>)
      ModuleKind{"user", user_paths, make<UserPart>},
#endif
#if __has_include(<app/billing_part.hpp>)
      ModuleKind{"billing", billing_paths, make<BillingPart>, billing_led_paths,
                 examine_books},
#endif
#if __has_include(<app/insight_part.hpp>)
      ModuleKind{"insight", insight_paths, make<InsightPart>},
#endif
#if __has_include(<app/webhook_part.hpp>)
      ModuleKind{"webhook", webhook_paths, make<WebhookPart>},
#endif
  };
  return kinds;
}

std::string overview_service_of(std::string_view module) {
  if (module != "user" && module != "billing") return {};
  return std::string{module} + ".overview";
}

std::string lead_service_of(std::string_view module) {
  return std::string{module} + ".lead";
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

bool is_followed(std::string_view module) {
  return std::ranges::any_of(who_follows_whom(),
                             [&](const Following& one) { return one.source == module; });
}

}  // namespace app
