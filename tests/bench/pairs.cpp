#include <tests/bench/pairs.hpp>

#include <algorithm>
#include <cstdio>

namespace bench {
namespace {

double ratio(const Pair& pair) {
  return pair.product.events_per_second() / pair.reference.events_per_second();
}

template <class Of>
std::vector<double> values(const std::vector<Pair>& rounds, Of of) {
  std::vector<double> all;
  for (const auto& round : rounds) all.push_back(of(round));
  return all;
}

void print_side(const char* name, const std::vector<Pair>& rounds, Run Pair::*side) {
  const auto all = [&](auto of) {
    return values(rounds, [&](const Pair& round) { return of(round.*side); });
  };
  const auto rates = all([](const Run& run) { return run.events_per_second(); });
  const auto median = [&](auto of) { return percentile(all(of), 50); };
  std::printf(" %s %.0f best_of_%s %.0f cpu_us %.1f commit_us %.0f %.0f arrival_us %.0f %.0f", name,
              percentile(rates, 50), name, percentile(rates, 100),
              median([](const Run& run) { return run.cpu_us_per_event(); }),
              median([](const Run& run) { return percentile(run.commit_us, 50); }),
              median([](const Run& run) { return percentile(run.commit_us, 99); }),
              median([](const Run& run) { return percentile(run.arrival_us, 50); }),
              median([](const Run& run) { return percentile(run.arrival_us, 99); }));
}

}  // namespace

void print(const std::string& what, const std::vector<Pair>& rounds) {
  const auto ratios = values(rounds, ratio);
  std::printf("%s ratio %.2f min %.2f max %.2f", what.c_str(), percentile(ratios, 50),
              percentile(ratios, 0), percentile(ratios, 100));
  print_side("product", rounds, &Pair::product);
  print_side("reference", rounds, &Pair::reference);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace bench
