#pragma once

namespace os {

// Makes libsodium ready, once for the process; throws std::runtime_error where it cannot be.
void start_sodium();

}  // namespace os
