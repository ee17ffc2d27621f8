#pragma once

#include <memory>

#include <nats/nats.h>

#include <adapters/nats/settings.hpp>

namespace nats {

struct FreeOptions {
  void operator()(natsOptions* options) const { natsOptions_Destroy(options); }
};
using Options = std::unique_ptr<natsOptions, FreeOptions>;

// What libnats needs to connect to that address: verified TLS 1.2 or later where the address says
// so, credentials from files, no reconnecting of its own, every write sent at once.
//   Errors  std::runtime_error that names the file and what is wrong with it
Options make_options(const Settings& settings, const Address& address);

}  // namespace nats
