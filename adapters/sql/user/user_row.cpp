#include <adapters/sql/user/user_row.hpp>

#include <boost/json.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

std::string metadata_text(const user::Metadata::Entries& entries) {
  if (entries.empty()) return "{}";
  boost::json::object object;
  for (const auto& [name, value] : entries) object.emplace(name, value);
  return boost::json::serialize(object);
}

user::Metadata parse_metadata(const std::string& text) {
  if (text == "{}") return {};
  user::Metadata::Entries entries;
  boost::system::error_code error;
  const auto value = boost::json::parse(text, error);
  const auto* object = value.if_object();
  if (error || object == nullptr) throw sync::StoreBroken("metadata that cannot be read");
  for (const auto& [name, entry] : *object) {
    if (!entry.is_string()) throw sync::StoreBroken("metadata that cannot be read");
    entries.emplace(name, entry.get_string());
  }
  return user::Metadata::stored(std::move(entries));
}

template <class Cells>
user::User user_in(const Cells& cells) {
  const auto id = user::UserId::parse(cells.text(0));
  const auto status = user::parse_status(cells.text(7));
  if (!id || !status) throw sync::StoreBroken("a user row that cannot be read");
  return user::User{user::User::Fields{
      .id = *id,
      .email = user::Email::stored(cells.text(1)),
      .profile = {.display_name = user::DisplayName::stored(cells.text(3)),
                  .locale = user::Locale::stored(cells.text(4)),
                  .time_zone = user::TimeZone::stored(cells.text(5)),
                  .metadata = parse_metadata(cells.text(6))},
      .status = *status,
      .version = cells.number(8),
      .created_at = shared::from_unix_ms(cells.number(9)),
      .updated_at = shared::from_unix_ms(cells.number(10))}};
}

}  // namespace

const Table& UserRow::table() {
  static const Table app_user{"app_user",
                              {{"id", 't'},
                               {"email", 't'},
                               {"email_normal", 't'},
                               {"display_name", 't'},
                               {"locale", 't'},
                               {"time_zone", 't'},
                               {"metadata", 't'},
                               {"status", 't'},
                               {"version", 'n'},
                               {"created_at", 'n'},
                               {"updated_at", 'n'}}};
  return app_user;
}

void UserRow::write(SetWrite& cells, const Row& row) {
  const auto& is = row.fields();
  cells.cell(is.email.written())
      .cell(is.email.normal())
      .cell(is.profile.display_name.text())
      .cell(is.profile.locale.text())
      .cell(is.profile.time_zone.text())
      .cell(metadata_text(is.profile.metadata.entries()))
      .cell(user::to_text(is.status))
      .cell(is.version)
      .cell(shared::to_unix_ms(is.created_at))
      .cell(shared::to_unix_ms(is.updated_at));
}

user::User UserRow::read(const SetRead& cells) { return user_in(cells); }

user::User read_user(const Query& cells) { return user_in(cells); }

}  // namespace sql
