#pragma once

#include <adapters/cli/actions.hpp>

namespace app {

// What the command line can have done by this executable alone.
cli::Actions actions();

}  // namespace app
