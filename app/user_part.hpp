#pragma once

#include <adapters/http/user/user_routes.hpp>
#include <app/part.hpp>
#include <app/user_host.hpp>
#include <app/user_store_keys.hpp>

namespace app {

// UserPart: the user module in this process.
class UserPart final : public PartOf<UserHost, UserReads> {
 public:
  explicit UserPart(const Surroundings& around);

  http::RouteTable routes(const Neighbours& neighbours) override;
  http::Reads<http::UserReading> reading();
  http::KeyDirectory* keys() override;

 private:
  Machine machine_;
  StoreKeys keys_{reads};
};

}  // namespace app
