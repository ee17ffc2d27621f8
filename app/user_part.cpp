#include <app/user_part.hpp>

#include <adapters/system/token.hpp>
#include <app/reads_of.hpp>

namespace app {

UserPart::UserPart(const Surroundings& around)
    : PartOf("user", around,
             [&] { return UserHost{around.machine, around.databases.of("user"), around.lane}; },
             [at = around.databases.of("user")] { return UserReads{at}; },
             static_cast<std::size_t>(around.settings.read_threads)),
      machine_(around.machine) {}

http::Reads<http::UserReading> UserPart::reading() {
  return reads_of<http::UserReading>(reads, gate, [](UserReads& from) {
    return http::UserReading{from.users,    from.billing_replica, from.subscriptions,
                             from.api_keys, from.log.reader,      from.log.history};
  });
}

// A file has one process, whose ring has them all.
http::KeyDirectory* UserPart::keys() {
  return std::holds_alternative<sql::Postgresql>(host.store.at) ? &keys_ : nullptr;
}

http::RouteTable UserPart::routes(const Neighbours& neighbours) {
  return http::user_routes({host.module, host.lane.queue(), reading(), machine_.ids,
                            machine_.digest, neighbours.keys, os::draw_token});
}

}  // namespace app
