#include <adapters/sql/user/sql_users.hpp>

namespace sql {

SqlUsers::SqlUsers(Session& writer)
    : by_email_(writer, UserRow::table(), {{"email_normal", 't'}}), users_(writer) {}

std::optional<user::User> SqlUsers::find(const user::UserId& id) {
  const auto* user = users_.find(id);
  return user != nullptr ? std::optional{*user} : std::nullopt;
}

std::optional<user::User> SqlUsers::find(const user::Email& email) {
  const auto* owner = owners_.find(email.normal());
  return owner != nullptr ? find(*owner) : std::nullopt;
}

void SqlUsers::put(const user::User& user) {
  const auto& is = user.fields();
  give_up_email(is.id);
  owners_.put(is.email.normal(), is.id);
  users_.put(user);
}

void SqlUsers::remove(const user::UserId& id) {
  give_up_email(id);
  users_.remove(id);
}

void SqlUsers::give_up_email(const user::UserId& id) {
  if (const auto* user = users_.peek(id)) owners_.erase(user->fields().email.normal());
}

bool SqlUsers::load() {
  const auto wanted = owners_.take_wanted();
  if (wanted.empty()) return users_.load();
  by_email_.clear();
  const auto row = [this] {
    auto user = UserRow::read(by_email_);
    owners_.loaded(user.fields().email.normal(), user.fields().id);
    users_.loaded(std::move(user));
  };
  for (const auto& email : wanted) {
    by_email_.cell(email);
    by_email_.end_key(row);
  }
  by_email_.finish(row);
  users_.load();
  return true;
}

void SqlUsers::keep() {
  users_.keep();
  owners_.keep();
}

void SqlUsers::drop() {
  users_.drop();
  owners_.drop();
}

void SqlUsers::clear() noexcept {
  users_.clear();
  owners_.clear();
}

}  // namespace sql
