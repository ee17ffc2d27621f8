#pragma once

#include <cassert>
#include <optional>
#include <set>
#include <string>

#include <adapters/memory/table.hpp>

#include <ports/user/users.hpp>

namespace memory {

// MemoryUsers: users in memory, by id and by e-mail.
class MemoryUsers final : public user::Users, public user::UsersByEmail {
 public:
  void want(const user::UserId& id) override { rows_.want(id); }
  std::optional<user::User> find(const user::UserId& id) override { return rows_.find(id); }
  void put(const user::User& user) override { rows_.put(user.fields().id, user); }
  void remove(const user::UserId& id) override { rows_.remove(id); }

  void want(const user::Email& email) override { wanted_.insert(email.normal()); }
  std::optional<user::User> find(const user::Email& email) override {
    assert(wanted_.contains(email.normal()));
    for (const auto& [id, user] : rows_.rows()) {
      if (user.fields().email.normal() == email.normal()) return user;
    }
    return std::nullopt;
  }

  const auto& rows() const { return rows_.rows(); }

 private:
  Table<user::UserId, user::User> rows_;
  std::set<std::string> wanted_;
};

}  // namespace memory
