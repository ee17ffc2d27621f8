#pragma once

#include <string>

#include <ports/user/user_outbox.hpp>
#include <ports/user/users.hpp>

#include <shared/domain/instant.hpp>
#include <shared/domain/result.hpp>
#include <user/application/profile_input.hpp>
#include <user/application/unchanged.hpp>
#include <user/domain/user_id.hpp>

namespace user {

// RegisterUser: a new user. Says user.registered.
//   Errors  user.email_invalid, user.email_taken, and those of the profile's fields
class RegisterUser {
 public:
  struct Command {
    UserId id;           // drawn when the command entered
    shared::Instant at;  // likewise
    std::string email;
    ProfileInput profile;
  };

  RegisterUser(Users& users, UsersByEmail& by_email, UserOutbox& outbox)
      : users_(users), by_email_(by_email), outbox_(outbox) {}

  void want(const Command& command) const;
  shared::Result<Unchanged> operator()(const Command& command) const;

 private:
  Users& users_;
  UsersByEmail& by_email_;
  UserOutbox& outbox_;
};

}  // namespace user
