#pragma once

#include <functional>

#include <adapters/cli/actions.hpp>
#include <adapters/http/message.hpp>
#include <app/config.hpp>

namespace app {

// `cleave backup`: the server that holds the data folder writes it and this process puts it where
// it is wanted; where none runs, this process does all of it.
//   ask     that server; called only where there is one
//   Errors  cli::Stop; what opening the stores throws
cli::BackupMade back_up(const Config& config, const cli::BackupOptions& options,
                        const std::function<http::Response(http::Request)>& ask,
                        cli::Terminal& terminal);

// `cleave restore --verify`: check_backup, with its progress shown. Errors: cli::Stop (refused)
cli::BackupMade check_shown(const std::string& folder, cli::Terminal& terminal);

}  // namespace app
