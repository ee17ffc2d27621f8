#pragma once

#include <string>
#include <string_view>
#include <vector>

// SourceText: a file of this repository as the tidy rules see it.
//   Shape   path from the repository's root + the raw lines + the same lines with comments and the
//           contents of literals blanked out, so that braces and words in `code` are program text
namespace architecture {

struct SourceText {
  SourceText(std::string path_in_repository, std::string_view text);

  bool in(std::string_view folder) const { return path.starts_with(folder); }
  bool is_cpp() const { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

  std::string path;
  std::vector<std::string> lines;
  std::vector<std::string> code;
};

// A scope of the program text: `head` is what stands before its brace, from the last statement on.
struct Scope {
  enum class Kind { name_space, type, function, value, other };

  Kind kind = Kind::other;
  std::string head;
  int first_line = 0;     // of the head, from 1
  int last_line = 0;      // of the closing brace
  int pure_virtuals = 0;  // of a type, its destructor not counted
};

// Every namespace, type and function that is not inside a function, as their braces close.
std::vector<Scope> scopes_of(const SourceText& source);

}  // namespace architecture
