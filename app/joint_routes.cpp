#include <app/joint_routes.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <adapters/http/forward.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/live/live_routes.hpp>
#include <adapters/http/problem.hpp>
#include <app/elsewhere.hpp>
#include <app/reads_of.hpp>
#if __has_include(<app/user_part.hpp>)
#include <adapters/http/user/user_export.hpp>
#include <adapters/http/user/user_reads.hpp>
#include <app/user_part.hpp>
#include <user/domain/user_errors.hpp>
#endif
#if __has_include(<app/overview.hpp>)
#include <app/billing_part.hpp>
#include <app/overview.hpp>
#endif

namespace app {
namespace {

using Look = std::function<void(http::Call call, http::Reply reply)>;

#if __has_include(<app/user_part.hpp>)
std::optional<shared::Error> missing(UserReads& from, std::string_view user_id) {
  const auto id = user::UserId::parse(user_id);
  if (id && from.users.find(*id)) return std::nullopt;
  return user::errors::not_found();
}

// Whether there is a user of that id, by the store of this process.
Look look_here(UserPart& user) {
  using WhyNot = std::function<std::optional<shared::Error>(std::string_view)>;
  auto reads = reads_of<WhyNot>(user.reads, user.gate, [](UserReads& from) -> WhyNot {
    return [&from](std::string_view user_id) { return missing(from, user_id); };
  });
  return [reads = std::make_shared<const decltype(reads)>(std::move(reads))](http::Call call,
                                                                            http::Reply reply) {
    http::read(*reads, std::move(call), std::move(reply),
               [](const WhyNot& why_not, const http::Call& asked) {
                 const auto no = why_not(asked.at("id"));
                 return no ? http::problem(*no, asked.request_id) : http::Response{};
               });
  };
}

// Pages of users, from their module elsewhere.
http::UserPages pages_there(http::Handler& user) {
  return [&user](http::Call call, http::Reply reply) {
    std::erase_if(call.request.headers,
                  [](const auto& header) { return header.first == "accept"; });
    http::forward(user, std::move(call), std::move(reply));
  };
}
#endif

// Whether there is a user of that id, by the module itself.
Look look_there(http::Handler& user) {
  return [&user](http::Call call, http::Reply reply) {
    call.request.path = "/v1/users/" + call.at("id");
    call.request.query.clear();
    std::erase_if(call.request.headers, [](const auto& header) {
      return header.first == "accept" || header.first == "last-event-id";
    });
    http::forward(user, std::move(call), std::move(reply));
  };
}

// Behind it the logs elsewhere are known as far as anybody may have told the caller of them.
Look then_look_at(LogTails& tails, Look look) {
  return [&tails, look = std::move(look)](http::Call call, http::Reply reply) {
    auto id = call.request_id;
    look(std::move(call), [&tails, id = std::move(id),
                           reply = std::move(reply)](http::Response found) mutable {
      if (found.status != 200) return reply(std::move(found));
      tails.look([id = std::move(id), found = std::move(found),
                  reply = std::move(reply)](const std::string& silent) mutable {
        if (silent.empty()) return reply(std::move(found));
        reply(http::problem(http::errors::module_away(silent), id));
      });
    });
  };
}

// Those logs of this process that tell of users.
http::LiveLogs logs_here(const http::SyncPorts& ports) {
  auto all = http::live_logs(ports);
  std::erase_if(all.logs, [](const auto& log) {
    return !is_followed(log.log.substr(0, log.log.find('/')));
  });
  return all;
}

// Behind it the logs of this process are known as far as another instance may have told of them.
Look then_ask(const http::SyncPorts& ports, Look look) {
  if (!ports.ask) return look;
  std::vector<std::string> logs;
  for (const auto& log : logs_here(ports).logs) logs.push_back(log.log);
  return [ask = ports.ask, logs = std::move(logs), look = std::move(look)](http::Call call,
                                                                          http::Reply reply) {
    look(std::move(call), [&ask, &logs, reply = std::move(reply)](http::Response found) mutable {
      if (found.status != 200) return reply(std::move(found));
      struct Asked {
        std::atomic<std::size_t> missing;
        http::Reply reply;
      };
      const auto asked = std::make_shared<Asked>(logs.size(), std::move(reply));
      for (const auto& log : logs) {
        ask(log, [asked](bool) {
          if (--asked->missing == 0) asked->reply(http::Response{});
        });
      }
    });
  };
}

http::RouteTable live_routes(http::LiveLogs logs, Look look) {
  return http::live_routes({std::make_shared<http::LiveHub>(std::move(logs)), std::move(look)});
}

// The logs of this process and of others as one.
http::LiveLogs all_logs(http::LiveLogs here, http::LiveLogs there) {
  http::LiveLogs all{nullptr, std::move(here.logs), std::move(here.await)};
  for (auto& log : there.logs) all.logs.push_back(std::move(log));
  all.status = [here = std::move(here.status), there = std::move(there.status)] {
    auto status = here();
    for (auto& log : there().logs) status.logs.push_back(std::move(log));
    return status;
  };
  return all;
}

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
  if (auto* const user = core.find<UserPart>()) {
    table.add(live_routes(logs_here(logs), then_ask(logs, look_here(*user))));
    table.add(http::user_export(http::listing_users(user->reading())));
  }
#endif
  return table;
}

http::RouteTable joint_routes([[maybe_unused]] Core& core,
                              [[maybe_unused]] const Neighbours& neighbours,
                              const http::SyncPorts& logs, Elsewhere& elsewhere,
                              const Askable& askable) {
  http::RouteTable table;
  Look look;
#if __has_include(<app/user_part.hpp>)
  if (auto* const user = core.find<UserPart>()) look = look_here(*user);
#endif
  if (elsewhere.has("user")) look = look_there(*askable.find("user")->second);
  if (look) {
    table.add(live_routes(all_logs(logs_here(logs), elsewhere.tails.logs()),
                          then_look_at(elsewhere.tails, then_ask(logs, std::move(look)))));
  }
#if __has_include(<app/user_part.hpp>)
  if (elsewhere.has("user")) {
    table.add(http::user_export(pages_there(*askable.find("user")->second)));
  } else if (auto* const here = core.find<UserPart>()) {
    table.add(http::user_export(http::listing_users(here->reading())));
  }
#endif
#if __has_include(<app/overview.hpp>)
  auto* const user = core.find<UserPart>();
  auto* const billing = core.find<BillingPart>();
  const auto ask = [&askable](std::string_view module) {
    return half_elsewhere(*askable.find(overview_service_of(module))->second);
  };
  table.add(overview_routes(
      {user != nullptr ? half_of_user(user->reading()) : ask("user"),
       billing != nullptr ? half_of_billing(billing->reading(), neighbours.billing_now)
                          : ask("billing")}));
#endif
  return table;
}

http::RouteTable half_routes_of([[maybe_unused]] Part& part,
                                [[maybe_unused]] const Neighbours& neighbours) {
#if __has_include(<app/overview.hpp>)
  if (auto* const user = dynamic_cast<UserPart*>(&part)) {
    return half_routes(half_of_user(user->reading()));
  }
  if (auto* const billing = dynamic_cast<BillingPart*>(&part)) {
    return half_routes(half_of_billing(billing->reading(), neighbours.billing_now));
  }
#endif
  return {};
}

}  // namespace app
