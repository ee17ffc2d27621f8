#pragma once

#include <string>

#include <adapters/cli/actions.hpp>
#include <app/config.hpp>

namespace app {

// `cleave restore`: makes a data folder of a backup, all or nothing: the backup is checked before
// anything is touched, then copied and mended in a folder beside its place, which refuses to be
// served, and takes its place once it is whole. A folder that is there already is kept under
// another name, where that is asked for, and is never deleted.
//   What is mended: each log begins an epoch that none who saw the lost end has; all API keys are
//   revoked but a new one, in cli.key; invoice numbers go on behind the last that anybody knows;
//   payments whose outcome is unknown are due to be looked up.
//   Errors  cli::Stop; BackupRefused; what opening the stores throws
cli::Restored restore(const Config& config, const cli::RestoreOptions& options,
                      cli::Terminal& terminal);

}  // namespace app
