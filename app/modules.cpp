#include <app/modules.hpp>

#include <array>

#include <app/billing_part.hpp>
#include <app/insight_part.hpp>
#include <app/user_part.hpp>
#include <app/webhook_part.hpp>

namespace app {
namespace {

template <class P>
std::unique_ptr<Part> make(const Surroundings& around) {
  return std::make_unique<P>(around);
}

}  // namespace

std::span<const ModuleKind> module_kinds() {
  static constexpr std::array kinds{
      ModuleKind{"user", make<UserPart>},
      ModuleKind{"billing", make<BillingPart>},
      ModuleKind{"insight", make<InsightPart>},
      ModuleKind{"webhook", make<WebhookPart>},
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
