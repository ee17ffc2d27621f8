#include <app/keys.hpp>

#include <future>
#include <stdexcept>

#include <adapters/system/token.hpp>
#if __has_include(<app/user_part.hpp>)
#include <app/user_part.hpp>
#endif

namespace app {

namespace {

// Where the user module runs elsewhere, nobody's keys are known here. Its name is this folder's
// own: what is repeated under an Idempotency-Key is whoever's it was first.
void make_machine_key(const sync::Digest& digest, http::MemoryKeyRing& ring, DataFolder& folder) {
  const auto own = read_cli_key(folder.path());
  const auto token = own.value_or(os::draw_token());
  const auto hash = digest.hash256(token);
  ring.add(hash, {"cli_" + sync::to_hex(hash).substr(0, 16), {"admin"}, {}});
  if (!own) folder.write_cli_key(token);
}

}  // namespace

#if __has_include(<app/user_part.hpp>)
namespace {

// Runs one command on the user module's lane and waits for its end.
sync::Outcome run(Core& core, sync::Command command) {
  std::promise<sync::Outcome> answered;
  command.answer = [&answered](sync::Outcome outcome) { answered.set_value(std::move(outcome)); };
  core.the<UserPart>().lane().queue().submit(std::move(command));
  return answered.get_future().get();
}

}  // namespace

bool load_keys(Core& core, http::MemoryKeyRing& ring) {
  const auto changes = ring.changes();
  std::promise<std::map<sync::Hash256, http::Principal>> read;
  const bool taken = core.the<UserPart>().reads.run([&read](UserReads& reads) {
    try {
      read.set_value(valid_keys(reads));
    } catch (...) {
      read.set_exception(std::current_exception());
    }
  });
  if (!taken) throw std::runtime_error("the keys cannot be read: too many reads wait");
  return ring.replace_all(read.get_future().get(), changes);
}

std::string create_key(Core& core, http::MemoryKeyRing& ring, const std::string& name,
                       const std::vector<std::string>& scopes) {
  const auto token = os::draw_token();
  const user::CreateApiKey::Command key{user::ApiKeyId{core.ids.next()}, core.clock.now(), name,
                                        os::token_hash(token),           scopes,           {}};
  const auto& use_case = core.the<UserPart>().host.module.create_api_key;
  sync::Command command;
  command.origin = {core.ids.next(), key.at, shared::to_text(core.ids.next()), ""};
  command.want = [&] { use_case.want(key); };
  command.decide = [&]() -> shared::Result<std::string> {
    const auto done = use_case(key);
    if (!done) return shared::refuse(done.error());
    return "";
  };
  const auto outcome = run(core, std::move(command));
  if (outcome.refusal) {
    throw std::runtime_error("the key " + name + " cannot be made: " + outcome.refusal->detail);
  }
  ring.add(*sync::parse_hash256(key.secret_hash), {key.id.text(), scopes, {}});
  return token;
}

std::optional<std::string> ensure_keys(Core& core, http::MemoryKeyRing& ring, DataFolder& folder) {
  if (core.find("user") == nullptr) {
    make_machine_key(core.digest, ring, folder);
    return std::nullopt;
  }
  load_keys(core, ring);
  const bool first = ring.size() == 0;
  const auto own = read_cli_key(folder.path());
  const bool known = own && ring.find(core.digest.hash256(*own)) != nullptr;
  if (!known) folder.write_cli_key(create_key(core, ring, "this machine's CLI", {"admin"}));
  if (!first) return std::nullopt;
  return create_key(core, ring, "first administrator", {"admin"});
}

#else
std::optional<std::string> ensure_keys(Core& core, http::MemoryKeyRing& ring, DataFolder& folder) {
  make_machine_key(core.digest, ring, folder);
  return std::nullopt;
}
#endif

}  // namespace app
