#include <user/domain/display_name.hpp>

#include <shared/domain/text.hpp>
#include <user/domain/user_errors.hpp>

namespace user {

shared::Result<DisplayName> DisplayName::parse(std::string_view text) {
  constexpr std::size_t code_points_max = 200;
  if (!shared::is_line(text, code_points_max)) {
    return shared::refuse(errors::display_name_invalid());
  }
  return DisplayName{std::string{text}};
}

}  // namespace user
