#pragma once

#include <functional>
#include <string>

#include <app/config_settings.hpp>
#include <app/core.hpp>

namespace app {

// From what can be set to what the core takes. The databases lie in the data folder.
// `broken` is called once a lane broke and the process must end; from that lane's thread.
CoreOptions core_options(const Settings& settings, std::function<void(std::string)> broken);

Databases databases_in(const std::string& data_dir);

}  // namespace app
