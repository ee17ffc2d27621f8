#pragma once

#include <string>
#include <vector>

#include <tests/bench/workload.hpp>

// What comes of running Cleave and a reference in turns, round by round.
namespace bench {

struct Pair {
  Run product;
  Run reference;
};

// One line: medians of the rounds, and the ratio's range. Both sides' best too, for who measures on
// a machine that others use.
void print(const std::string& what, const std::vector<Pair>& rounds);

}  // namespace bench
