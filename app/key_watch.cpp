#include <app/key_watch.hpp>

#include <variant>

// What a build leaves out (CLEAVE_MODULES) has no headers here.
#if __has_include(<app/user_part.hpp>)
#include <app/user_part.hpp>
#endif

namespace app {
namespace {

constexpr std::chrono::milliseconds every{300};

}  // namespace

KeyWatch::KeyWatch(Core& core, http::MemoryKeyRing& ring) : core_(core), ring_(ring) {
  driver_.add([this] { return step(); });
}

#if __has_include(<app/user_part.hpp>)
void KeyWatch::start() {
  auto* const user = core_.find<UserPart>();
  if (user != nullptr && std::holds_alternative<sql::Postgresql>(user->store().at)) driver_.start();
}

std::chrono::milliseconds KeyWatch::step() {
  const auto board = core_.progress.snapshot();
  const auto* const log = board.log(core_.the<UserPart>().store().log);
  if (log == nullptr || log->head.offset == seen_) return every;
  if (!load_keys(core_, ring_)) return std::chrono::milliseconds{0};
  seen_ = log->head.offset;
  return every;
}
#else
void KeyWatch::start() {}
std::chrono::milliseconds KeyWatch::step() { return every; }
#endif

}  // namespace app
