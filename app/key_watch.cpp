#include <app/key_watch.hpp>

#include <variant>

#include <app/user_part.hpp>

namespace app {
namespace {

constexpr std::chrono::milliseconds every{300};

}  // namespace

KeyWatch::KeyWatch(Core& core, http::MemoryKeyRing& ring) : core_(core), ring_(ring) {
  driver_.add([this] { return step(); });
}

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

}  // namespace app
