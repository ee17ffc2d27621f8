#include <user/domain/metadata.hpp>

#include <string_view>

#include <shared/domain/text.hpp>
#include <user/domain/user_errors.hpp>

namespace user {
namespace {

// The entry as a JSON pointer (RFC 6901).
std::string pointer_to(std::string_view name) {
  std::string out = "/metadata/";
  for (const char c : name) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

}  // namespace

shared::Result<Metadata> Metadata::parse(Entries entries) {
  const auto refuse = [](std::string_view why, std::string_view field) {
    return shared::refuse(shared::at_field(errors::metadata_invalid(why), field));
  };
  if (entries.size() > entries_max) return refuse("Metadata has at most 50 entries.", "/metadata");
  for (const auto& [name, value] : entries) {
    if (name.empty() || name.size() > name_bytes_max || !shared::code_points(name)) {
      return refuse("A metadata name is 1 to 40 bytes of UTF-8.", "/metadata");
    }
    if (value.size() > value_bytes_max || !shared::code_points(value)) {
      return refuse("A metadata value is at most 500 bytes of UTF-8.", pointer_to(name));
    }
  }
  return Metadata{std::move(entries)};
}

}  // namespace user
