#pragma once

#include <vector>

#include <adapters/cli/actions.hpp>
#include <adapters/cli/terminal.hpp>
#include <app/config.hpp>
#include <app/doctor_server.hpp>

namespace app {

// Looks whether this installation is fit to serve: the folder, who may read what, disk room, the
// clock; and of each module's store that is at hand the schema, the log's chain and roots, what
// waits, the books, and whether followers and sources tell the same history. `deep` follows whole
// logs and reads whole tables. Changes nothing.
//   ask   the server that holds the folder; called only where there is one. Beside it files are
//         not opened; PostgreSQL is read, and nothing there is locked
std::vector<cli::Check> examine(const Config& config, bool deep, const Ask& ask,
                                cli::Terminal& terminal);

}  // namespace app
