#pragma once

#include <string>
#include <string_view>

#include <ports/user/user_events.hpp>
#include <ports/user/user_outbox.hpp>
#include <ports/user/users.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/application/profile_input.hpp>
#include <user/domain/user_id.hpp>

namespace user {

enum class ImportResult { created, updated, unchanged };

// Imported: what a row came to, and the user it is about.
struct Imported {
  ImportResult result = ImportResult::unchanged;
  events::UserState user;
};

// ImportUser: one row of a file: a new user where nobody has its e-mail; nothing where somebody
// has it with this very profile, so that a file may be imported again; else, with `update`, the
// row's fields are written over the user's profile. Fields that a row lacks are not compared. Says
// user.registered or user.profile_updated. A dry run answers the same and changes nothing; it sees
// the users there are, not the other rows of its file.
//   Errors  user.email_invalid, user.import_conflict, and those of the profile's fields
class ImportUser {
 public:
  struct Command {
    UserId id;  // for a new user; drawn when the command entered
    shared::Instant at;
    std::string email;
    ProfileInput profile;
    bool update = false;
    bool dry_run = false;
  };

  ImportUser(Users& users, UsersByEmail& by_email, UserOutbox& outbox)
      : users_(users), by_email_(by_email), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<Imported> operator()(const Command& command) const;

 private:
  Imported create(const Command& command, Email email, Profile profile) const;
  shared::Result<Imported> update(const Command& command, User user, Profile profile) const;

  Users& users_;
  UsersByEmail& by_email_;
  UserOutbox& outbox_;
};

}  // namespace user
