#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include <shared/domain/result.hpp>

// Metadata: what an integrator wishes to keep beside a user. Cleave stores it and reads nothing in.
//   Shape   names to values, both UTF-8 without NUL; a name is never empty
//   Units   at most 50 entries; a name at most 40 bytes, a value at most 500
//   Errors  parse: user.metadata_invalid, its field pointing at the entry
namespace user {

class Metadata {
 public:
  using Entries = std::map<std::string, std::string>;

  static constexpr std::size_t entries_max = 50;
  static constexpr std::size_t name_bytes_max = 40;
  static constexpr std::size_t value_bytes_max = 500;

  Metadata() = default;
  static shared::Result<Metadata> parse(Entries entries);
  // Entries that parse accepted once, read back from a store.
  static Metadata stored(Entries entries) { return Metadata{std::move(entries)}; }

  const Entries& entries() const { return entries_; }
  bool operator==(const Metadata&) const = default;

 private:
  explicit Metadata(Entries entries) : entries_{std::move(entries)} {}

  Entries entries_;
};

}  // namespace user
