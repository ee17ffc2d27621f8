#pragma once

#include <functional>
#include <string>

#include <app/config_settings.hpp>
#include <app/core.hpp>

namespace app {

// From what can be set to what the core takes.
// `broken` is called once a lane broke and the process must end; from that lane's thread.
CoreOptions core_options(const Settings& settings, std::function<void(std::string)> broken);

// Where the databases of the modules that run here lie: on PostgreSQL or in the folder.
Databases databases_of(const Settings& settings);
// For people: "data folder /srv/cleave, and PostgreSQL".
std::string place_of(const Settings& settings);
// Those of all modules, as files in that folder.
Databases databases_in(const std::string& data_dir);

}  // namespace app
