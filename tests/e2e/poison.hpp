#pragma once

#include <filesystem>
#include <string>

// Poison: events that billing cannot apply, made with real parts while no server runs on the data.
namespace e2e {

// The user module says one event of a version that this binary does not know, about a user that
// nobody has heard of: its key, "usr_...".
std::string say_event_of_a_newer_version(const std::filesystem::path& data);

// Billing's database refuses every copy of a user with this e-mail address; or takes it again.
void refuse_copies_of(const std::filesystem::path& data, const std::string& email);
void accept_all_copies(const std::filesystem::path& data);

// Billing's database takes some milliseconds for each new copy.
void slow_copies_down(const std::filesystem::path& data);

// The gateway's book has each capture for such a payment method twice. Also while a server runs.
void capture_twice(const std::filesystem::path& data, const std::string& method);

}  // namespace e2e
