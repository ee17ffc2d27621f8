#pragma once

#include <string>

#include <adapters/cli/session.hpp>

// People know users by e-mail address, the API by id: commands take either.
namespace cli {

// The user's id, asked for only where an address was said. Throws Stop (not_found, usage).
std::string user_id(Session& session, const std::string& id_or_email);

// The user as GET /v1/users/{id} answers.
Answer find_user(Session& session, const std::string& id_or_email);

}  // namespace cli
