#pragma once

#include <expected>
#include <utility>

#include <shared/domain/error.hpp>

// Result: a value, or the refusal that took its place. Never ignored.
namespace shared {

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

using Done = Result<void>;

inline std::unexpected<Error> refuse(Error error) { return std::unexpected(std::move(error)); }

}  // namespace shared
