#include <app/joint_routes.hpp>

#include <adapters/http/live/live_routes.hpp>
#include <app/reads_of.hpp>
#if __has_include(<app/user_part.hpp>)
#include <app/user_part.hpp>
#include <user/domain/user_errors.hpp>
#endif
#if __has_include(<app/overview.hpp>)
#include <app/billing_part.hpp>
#include <app/overview.hpp>
#endif

namespace app {
namespace {

#if __has_include(<app/user_part.hpp>)
std::optional<shared::Error> missing(UserReads& from, std::string_view user_id) {
  const auto id = user::UserId::parse(user_id);
  if (id && from.users.find(*id)) return std::nullopt;
  return user::errors::not_found();
}

// What happens to a user, by the logs of this process.
http::RouteTable live_routes(UserPart& user, const http::SyncPorts& logs) {
  return http::live_routes(
      {std::make_shared<http::LiveHub>(std::make_shared<const http::SyncPorts>(logs)),
       reads_of<http::LiveReading>(user.reads, user.gate, [](UserReads& from) {
         return http::LiveReading{
             [&from](std::string_view user_id) { return missing(from, user_id); }};
       })});
}
#endif

}  // namespace

http::RouteTable joint_routes([[maybe_unused]] Core& core,
                              [[maybe_unused]] const Neighbours& neighbours,
                              [[maybe_unused]] const http::SyncPorts& logs) {
  http::RouteTable table;
#if __has_include(<app/overview.hpp>)
  auto* const asked = core.find<UserPart>();
  auto* const billing = core.find<BillingPart>();
  if (asked != nullptr && billing != nullptr) {
    table.add(overview_routes({half_of_user(asked->reading()),
                               half_of_billing(billing->reading(), neighbours.billing_now)}));
  }
#endif
#if __has_include(<app/user_part.hpp>)
  if (auto* const user = core.find<UserPart>()) table.add(live_routes(*user, logs));
#endif
  return table;
}

}  // namespace app
