#include <adapters/sql/user/sql_user_views.hpp>

#include <adapters/sql/user/user_row.hpp>

#include <ports/user/user_state.hpp>

#include <user/domain/user_errors.hpp>

namespace sql {
namespace {

// No e-mail that begins with the prefix sorts behind the prefix with the last code point after it.
std::string behind_all(const std::string& prefix) { return prefix + "\U0010FFFF"; }

std::string conditions(const user::UserFilter& filter, bool after) {
  std::string out = " WHERE 1 = 1";
  if (filter.email) out += " AND email_normal = :email";
  if (filter.email_prefix) out += " AND email_normal >= :prefix AND email_normal < :behind";
  if (filter.status) {
    // Said in words, so that the index on inactive users is known to serve.
    out += " AND status = '" + std::string(user::to_text(*filter.status)) + "'";
  }
  if (after && filter.email_prefix) {
    out += " AND email_normal > (SELECT email_normal FROM app_user WHERE id = :after)";
  } else if (after) {
    out += " AND id > :after";
  }
  return out + (filter.email_prefix ? " ORDER BY email_normal" : " ORDER BY id") + " LIMIT :rows";
}

std::string parameters(const user::UserFilter& filter, bool after) {
  std::string out;
  if (filter.email) out += "t";
  if (filter.email_prefix) out += "tt";
  if (after) out += "t";
  return out + "n";
}

}  // namespace

SqlUserViews::SqlUserViews(Session& reader)
    : session_(reader),
      find_(reader, "SELECT " + std::string(user_columns) + " FROM app_user WHERE id = :id", "t",
            user_shape) {}

std::optional<user::events::UserState> SqlUserViews::find(const user::UserId& id) {
  if (!find_.with(id.text()).one()) return std::nullopt;
  return user::state_of(read_user(find_));
}

shared::Result<user::UserPage> SqlUserViews::page(const user::UserFilter& filter,
                                                  std::optional<user::UserId> after,
                                                  std::size_t limit) {
  auto& list = this->list(filter, after.has_value());
  std::size_t at = 0;
  if (filter.email) list.bind(at++, *filter.email);
  if (filter.email_prefix) {
    list.bind(at++, *filter.email_prefix);
    list.bind(at++, behind_all(*filter.email_prefix));
  }
  if (after) list.bind(at++, after->text());
  list.bind(at, static_cast<std::int64_t>(limit + 1));

  user::UserPage page;
  list.each([&] {
    page.has_more = page.users.size() == limit;
    if (!page.has_more) page.users.push_back(user::state_of(read_user(list)));
  });
  if (page.users.empty() && filter.email_prefix && after && !find(*after)) {
    return shared::refuse(user::errors::cursor_unknown());
  }
  return page;
}

Query& SqlUserViews::list(const user::UserFilter& filter, bool after) {
  auto sql = "SELECT " + std::string(user_columns) + " FROM app_user" + conditions(filter, after);
  const auto found = lists_.find(sql);
  if (found != lists_.end()) return found->second;
  return lists_.try_emplace(sql, session_, sql, parameters(filter, after), user_shape)
      .first->second;
}

}  // namespace sql
