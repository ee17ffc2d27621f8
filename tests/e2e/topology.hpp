#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <app/databases.hpp>
#include <tests/e2e/child.hpp>

// What the servers under test are, as the environment's CLEAVE_TOPOLOGY says:
//   nothing   one process, whose modules' data lies in its folder
//   postgres  one process, on a PostgreSQL of this test program's and with a broker
//   split     a gateway, two processes of user and of billing, one of each other module, on a
//             database for each module, over a broker with the rights of `cleave nats config`
// Each home stands for an installation, made when it is first named: <home>/data is the folder of
// the one process, or of the gateway; the others' lie beside it.
namespace e2e {

bool on_postgres();  // also where it is split
bool is_split();

// What a cleave with these words finds in its environment: "NAME=value", by its --data.
std::vector<std::string> environment_for(const std::vector<std::string>& words);

// Of a server on that home, the processes beside the one that is asked; `more` is what that one is
// told, of which they are told what is for all.
std::vector<Program> processes_beside(const std::filesystem::path& home,
                                      const std::vector<std::string>& more);

// The folders of the processes that run that module, of the installation at that home.
std::vector<std::filesystem::path> folders_of(const std::filesystem::path& home,
                                              const std::string& module);

// An installation's databases, as its services reach them.
app::Databases databases_at(const std::filesystem::path& data);
// One module's as whoever may do anything reaches it.
sql::Location as_superuser(const std::filesystem::path& data, const std::string& module);

}  // namespace e2e
