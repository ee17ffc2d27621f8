#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <tests/bench/product.hpp>
#include <tests/bench/reference.hpp>
#include <tests/bench/workload.hpp>

// pipeline_bench: Cleave's pipeline and the reference, in turns, on copies of the same tables.
//   pipeline_bench FOLDER USERS ROUNDS PERCENT
//     FOLDER holds the tables with USERS users in them, made where they are missing, and the copies
//     PERCENT of the usual number of events is run
// One line for each batch size, and one for catching up: medians of the rounds, the ratio's range.
namespace {

using bench::Load;
using bench::Run;
namespace fs = std::filesystem;

constexpr std::int64_t seeded_at_once = 1000;
constexpr std::int64_t caught_up_events = 100'000;

void write_back(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY);
  if (descriptor < 0) throw fs::filesystem_error("cannot open", file, {});
  ::fsync(descriptor);
  ::close(descriptor);
}

// A fresh copy, already on disk, so that nobody's measurement pays for writing it.
fs::path copy_of(const fs::path& seeded) {
  const auto copy = seeded.parent_path() / ("run-" + seeded.filename().string());
  fs::remove_all(copy);
  fs::copy(seeded, copy, fs::copy_options::recursive);
  for (const auto& file : fs::directory_iterator{copy}) write_back(file);
  return copy;
}

// Made under another name first, so that an interrupted run leaves nothing that looks whole.
template <class Make>
fs::path seeded(const fs::path& folder, const std::string& what, std::int64_t users, Make make) {
  const auto place = folder / (what + "-" + std::to_string(users));
  if (fs::exists(place)) return place;
  const auto growing = folder / (what + "-growing");
  fs::remove_all(growing);
  fs::create_directories(growing);
  std::fprintf(stderr, "making %s\n", place.c_str());
  make(growing);
  fs::rename(growing, place);
  return place;
}

struct Pair {
  Run product;
  Run reference;
};

double median(const std::vector<Pair>& rounds, double (*of)(const Pair&)) {
  std::vector<double> values;
  for (const auto& round : rounds) values.push_back(of(round));
  return bench::percentile(values, 50);
}

double ratio(const Pair& pair) {
  return pair.product.events_per_second() / pair.reference.events_per_second();
}

void print(const std::string& what, const std::vector<Pair>& rounds) {
  const auto less = [](const Pair& a, const Pair& b) { return ratio(a) < ratio(b); };
  const auto [least, most] = std::minmax_element(rounds.begin(), rounds.end(), less);
  std::printf("%s ratio %.2f min %.2f max %.2f", what.c_str(), median(rounds, ratio),
              ratio(*least), ratio(*most));
  const auto side = [&rounds](const char* name, auto member) {
    const auto value = [&](double (*of)(const Run&)) {
      std::vector<double> values;
      for (const auto& round : rounds) values.push_back(of(round.*member));
      return bench::percentile(values, 50);
    };
    std::printf(" %s %.0f cpu_us %.1f commit_us %.0f %.0f arrival_us %.0f %.0f", name,
                value([](const Run& run) { return run.events_per_second(); }),
                value([](const Run& run) { return run.cpu_us_per_event(); }),
                value([](const Run& run) { return bench::percentile(run.commit_us, 50); }),
                value([](const Run& run) { return bench::percentile(run.commit_us, 99); }),
                value([](const Run& run) { return bench::percentile(run.arrival_us, 50); }),
                value([](const Run& run) { return bench::percentile(run.arrival_us, 99); }));
  };
  side("product", &Pair::product);
  side("reference", &Pair::reference);
  std::printf("\n");
  std::fflush(stdout);
}

Pair in_turns(const fs::path& product, const fs::path& reference, Load load, bool product_first) {
  Pair pair;
  const auto run_product = [&] {
    bench::Product pipeline{product, load.batch};
    pair.product = pipeline.run(load.events);
    pipeline.stop();
  };
  if (product_first) run_product();
  pair.reference = bench::Reference{reference}.run(load);
  if (!product_first) run_product();
  return pair;
}

Pair catch_up(const fs::path& product, const fs::path& reference, std::int64_t events) {
  Pair pair;
  {
    bench::Product pipeline{product, bench::applied_max};
    pair.product = pipeline.catch_up(events);
    pipeline.stop();
  }
  pair.reference = bench::Reference{reference}.catch_up({events, bench::applied_max});
  return pair;
}

void run(const fs::path& folder, std::int64_t users, int rounds, std::int64_t percent) {
  const auto product = seeded(folder, "cleave", users, [users](const fs::path& place) {
    bench::Product pipeline{place, seeded_at_once};
    pipeline.run(users);
    pipeline.stop();
  });
  const auto reference = seeded(folder, "reference", users, [users](const fs::path& place) {
    bench::Reference::seed(place, users);
  });
  const std::vector<Load> loads{{10'000, 1}, {60'000, 100}, {100'000, 1000}};
  std::vector<std::vector<Pair>> pairs(loads.size());
  std::vector<Pair> caught_up;
  for (int round = 0; round < rounds; ++round) {
    const auto product_copy = copy_of(product);
    const auto reference_copy = copy_of(reference);
    for (std::size_t i = 0; i < loads.size(); ++i) {
      // Whole batches.
      const auto events = loads[i].events * percent / 100 / 1000 * 1000;
      pairs[i].push_back(in_turns(product_copy, reference_copy, {events, loads[i].batch},
                                  round % 2 == 0));
    }
    const auto events = caught_up_events * percent / 100 / 1000 * 1000;
    caught_up.push_back(catch_up(product_copy, reference_copy, events));
    fs::remove_all(product_copy);
    fs::remove_all(reference_copy);
  }
  for (std::size_t i = 0; i < loads.size(); ++i) {
    print("pipeline users " + std::to_string(users) + " batch " + std::to_string(loads[i].batch),
          pairs[i]);
  }
  print("catch_up users " + std::to_string(users) + " batch 1000", caught_up);
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::fputs("usage: pipeline_bench FOLDER USERS ROUNDS PERCENT\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    run(words[1], std::atoll(words[2]), std::atoi(words[3]), std::atoll(words[4]));
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pipeline_bench: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
