#pragma once

#include <set>
#include <string>
#include <tests/architecture/source_text.hpp>
#include <vector>

// tidy: the rules of style that a program can hold.
namespace architecture {

struct Finding {
  std::string place;  // "modules/user/domain/email.cpp:12"
  std::string rule;   // "a line has at most 100 columns"

  bool operator==(const Finding&) const = default;
};

// Everything in this file that breaks a rule. `paths` names every file of the repository.
std::vector<Finding> findings_in(const SourceText& source, const std::set<std::string>& paths);

}  // namespace architecture
