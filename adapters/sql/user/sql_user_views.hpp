#pragma once

#include <map>
#include <string>

#include <adapters/sql/query.hpp>

#include <ports/user/user_views.hpp>

namespace sql {

// SqlUserViews: app_user as readers see it. Each kind of list is one statement over one index.
class SqlUserViews final : public user::UserViews {
 public:
  explicit SqlUserViews(Session& reader);

  std::optional<user::events::UserState> find(const user::UserId& id) override;
  shared::Result<user::UserPage> page(const user::UserFilter& filter,
                                      std::optional<user::UserId> after,
                                      std::size_t limit) override;

 private:
  Query& list(const user::UserFilter& filter, bool after);

  Session& session_;
  Query find_;
  std::map<std::string, Query> lists_;  // by their conditions
};

}  // namespace sql
