#pragma once

#include <string>
#include <string_view>

#include <shared/domain/result.hpp>

// Email: an address as its owner writes it, and the form in which it is unique.
//   Shape   written: the input without spaces around it, local@domain
//           normal: the same with ASCII letters in lower case; all other bytes unchanged, so that
//           internationalised addresses (UTF-8) pass, and differ where their bytes do
//   Units   local part at most 64 bytes, the whole at most 254
//   Errors  parse: user.email_invalid (also for control characters, spaces inside, bad UTF-8)
//   Source  RFC 5321 for the lengths, RFC 6531 for UTF-8. Dots and +tags mean what the owner's
//           provider says: they are kept
namespace user {

class Email {
 public:
  static shared::Result<Email> parse(std::string_view text);
  // An address that parse accepted once, read back from a store.
  static Email stored(std::string written);

  const std::string& written() const { return written_; }
  const std::string& normal() const { return normal_; }
  bool operator==(const Email&) const = default;

 private:
  Email(std::string written, std::string normal);

  std::string written_;
  std::string normal_;
};

// Normalises the beginning of an address, for a search: ASCII letters in lower case.
std::string normal_email_prefix(std::string_view prefix);

}  // namespace user
