#pragma once

#include <adapters/cli/actions.hpp>
#include <app/config.hpp>

namespace app {

// Brings every module's schema to this binary's. With database.admin_url its database, schema and
// roles are made first, and the migrations applied as the role that owns them.
//   Errors  throws ConfigError, sql::ProvisionRefused, sql::MigrationRefused, and as the stores do
cli::Migrated migrate(const Config& config, const cli::MigrateOptions& options);

}  // namespace app
