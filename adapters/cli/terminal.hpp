#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

// Terminal: the three streams of a process and what is known about them. Results go to `out`,
// everything a person only reads along the way goes to `err`.
namespace cli {

struct Terminal {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  bool out_is_tty = false;
  bool err_is_tty = false;
  bool in_is_tty = false;
  bool color = false;  // wanted at all: NO_COLOR and TERM=dumb switch it off
  std::size_t columns = 80;

  bool colors_out() const { return color && out_is_tty; }
  bool colors_err() const { return color && err_is_tty; }
};

// That of this process, as its environment says.
Terminal standard_terminal();

// Text of others made safe to show: control characters and bidirectional overrides, which can
// rewrite a screen or reverse what is read, appear as U+FFFD; broken UTF-8 does too.
std::string printable(std::string_view text);

// How many columns printable UTF-8 text takes: wide East Asian characters and emoji take two.
std::size_t display_width(std::string_view text);

// The text cut to at most that width, with an ellipsis where something was cut.
std::string shortened(std::string_view text, std::size_t width);

// "1,234,567".
std::string grouped(std::int64_t number);

}  // namespace cli
