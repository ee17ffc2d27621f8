#pragma once

#include <string>

#include <adapters/sql/user/user_row.hpp>
#include <adapters/sql/working_rows.hpp>

#include <ports/sync/store.hpp>
#include <ports/user/users.hpp>

namespace sql {

// SqlUsers: app_user under the write lane, found by id and by e-mail.
class SqlUsers final : public user::Users, public user::UsersByEmail, public sync::WorkingTable {
 public:
  explicit SqlUsers(Session& writer);

  void want(const user::UserId& id) override { users_.want(id); }
  std::optional<user::User> find(const user::UserId& id) override;
  void put(const user::User& user) override;
  void remove(const user::UserId& id) override;

  void want(const user::Email& email) override { owners_.want(email.normal()); }
  std::optional<user::User> find(const user::Email& email) override;

  bool load() override;
  void keep() override;
  void drop() override;
  void flush() override { users_.flush(); }
  void clear() noexcept override;

 private:
  void give_up_email(const user::UserId& id);

  SetRead by_email_;
  WorkingRows<UserRow> users_;
  // Who has an e-mail now, as far as this batch knows. Never written: app_user says it.
  memory::WorkingSet<user::UserId> owners_;
};

}  // namespace sql
