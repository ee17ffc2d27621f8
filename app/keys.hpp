#pragma once

#include <optional>
#include <string>
#include <vector>

#include <adapters/http/access.hpp>
#include <app/core.hpp>
#include <app/data_folder.hpp>

// Keys: from the user module's API keys to the ring that lets callers in.
namespace app {

// The ring holds exactly the keys that are not revoked. False where a key was made or revoked here
// meanwhile: then once more. Throws sync::StoreFailure.
bool load_keys(Core& core, http::MemoryKeyRing& ring);

// A new key with these scopes, durable and on the ring when this returns: its secret, which nobody
// will see again. Throws std::runtime_error where it is refused.
std::string create_key(Core& core, http::MemoryKeyRing& ring, const std::string& name,
                       const std::vector<std::string>& scopes);

// What a data folder needs before anybody can do anything with it: the first administrator's key,
// where there is no key yet, which is the answer; and the key of this machine's own CLI. Where the
// user module runs elsewhere, the latter is known here alone, and nobody else is let in.
std::optional<std::string> ensure_keys(Core& core, http::MemoryKeyRing& ring, DataFolder& folder);

}  // namespace app
