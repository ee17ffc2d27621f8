#pragma once

#include <memory>

#include <adapters/cli/backend.hpp>
#include <app/config.hpp>
#include <app/data_folder.hpp>

namespace app {

// The routes of this process over the stores of the data folder, which it holds meanwhile: the CLI
// where no server runs. Everything that a follower had not applied yet is applied first.
//   Errors  throws cli::Stop where the folder or its stores cannot be opened
std::unique_ptr<cli::Backend> open_locally(const Settings& settings,
                                           FolderUse use = FolderUse::whole);

}  // namespace app
