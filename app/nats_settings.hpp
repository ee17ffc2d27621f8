#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <adapters/nats/settings.hpp>
#include <app/config_settings.hpp>

namespace app {

struct WrongSetting {
  std::string_view key;  // "nats.url"
  std::string why;       // and what would be right
};

// Whether a user of the broker may be called so: the name becomes part of subjects.
bool is_nats_user(std::string_view name);

// The first of the nats.* settings that cannot be used as they stand together.
std::optional<WrongSetting> wrong_nats(const Settings& settings);

// How the broker is reached. They must be ones that will do, with a URL.
nats::Settings nats_settings(const Settings& settings);

}  // namespace app
