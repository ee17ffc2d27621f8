#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <app/databases.hpp>

// Where the servers under test keep their modules' data: in their folder, or on a PostgreSQL of
// this process's where the environment says CLEAVE_TOPOLOGY=postgres. Each data folder stands for
// an installation, which has a database of its own there, provisioned when it is first named.
namespace e2e {

bool on_postgres();

// What a cleave with these words finds in its environment: "NAME=value", by its --data.
std::vector<std::string> environment_for(const std::vector<std::string>& words);

// An installation's databases, as its services reach them.
app::Databases databases_at(const std::filesystem::path& data);
// One module's as whoever may do anything reaches it.
sql::Location as_superuser(const std::filesystem::path& data, const std::string& module);

}  // namespace e2e
