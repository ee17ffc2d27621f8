#include <adapters/sql/back_off.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace sql {
namespace {

constexpr std::chrono::milliseconds first{50};
constexpr std::chrono::milliseconds longest{1'000};

}  // namespace

// Spread is all that is asked of these numbers: an address and the time are random enough.
BackOff::BackOff()
    : random_(static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(this) >> 4 ^
                                         static_cast<std::uintptr_t>(
                                             Clock::now().time_since_epoch().count()))) {}

void BackOff::failed(std::string why) {
  why_ = std::move(why);
  wait_ = std::clamp(wait_ * 2, first, longest);
  std::uniform_int_distribution<std::chrono::milliseconds::rep> some(wait_.count() / 2,
                                                                     wait_.count());
  until_ = Clock::now() + std::chrono::milliseconds{some(random_)};
}

}  // namespace sql
