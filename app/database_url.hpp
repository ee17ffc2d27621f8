#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <adapters/sql/conninfo.hpp>
#include <app/config_settings.hpp>

// `database.url`, and `database.admin_url`: how PostgreSQL is reached, for all modules in one line.
//   Shape   what libpq takes, a URL or "key=value" words, in which {module} stands for the name of
//           each module: host=/run/postgresql dbname=cleave user=cleave_{module}
namespace app {

// What is wrong with a line of these, and what would be right; nothing where it will do. Its text
// holds nothing of the line: there could be a password in it.
std::optional<std::string> wrong_database_url(const std::string& url, bool insecure);

// A text with a module's name wherever {module} stands.
std::string with_module(std::string text, std::string_view module);

// The line as it is for one module. It must be one that will do.
sql::Conninfo conninfo_for(std::string_view module, std::string url);

// How many connections to PostgreSQL a server holds at most, all modules together.
std::int64_t connections_max(const Settings& settings);

}  // namespace app
