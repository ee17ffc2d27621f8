#pragma once

#include <vector>

#include <adapters/http/route.hpp>

namespace http {

// The components that this module's routes name.
std::vector<Schema> user_schemas();

}  // namespace http
