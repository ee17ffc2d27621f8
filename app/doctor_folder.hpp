#pragma once

#include <filesystem>

#include <app/config_settings.hpp>
#include <app/findings.hpp>

namespace app {

// The machine and the folder: disk room, the clock, who may read what only its owner should.
void examine_folder(const std::filesystem::path& folder, const Settings& settings,
                    Findings& findings);

}  // namespace app
