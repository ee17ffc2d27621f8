#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <app/options.hpp>
#include <tests/bench/pairs.hpp>
#include <tests/bench/product.hpp>
#include <tests/bench/sqlite_reference.hpp>
#include <tests/bench/workload.hpp>

// pipeline_bench: Cleave's pipeline and the reference, in turns, on copies of the same tables.
//   pipeline_bench FOLDER USERS ROUNDS PERCENT
//     FOLDER holds the tables with USERS users in them, made where they are missing, and the copies
//     PERCENT of the usual number of events is run
// One line for each batch size, and one for catching up: medians of the rounds, the ratio's range.
namespace {

using bench::Load;
using bench::Pair;
namespace fs = std::filesystem;

constexpr std::int64_t seeded_at_once = 1000;
constexpr std::int64_t caught_up_events = 100'000;

app::Databases files_in(const fs::path& folder) {
  return app::grown(app::databases_in(folder.string()));
}

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

Pair in_turns(const fs::path& product, const fs::path& reference, Load load, bool product_first) {
  Pair pair;
  const auto run_product = [&] {
    bench::Product pipeline{files_in(product), load.batch};
    pair.product = pipeline.run(load.events);
    pipeline.stop();
  };
  if (product_first) run_product();
  pair.reference = bench::SqliteReference{reference}.run(load);
  if (!product_first) run_product();
  return pair;
}

Pair catch_up(const fs::path& product, const fs::path& reference, std::int64_t events) {
  Pair pair;
  {
    bench::Product pipeline{files_in(product), bench::applied_max};
    pair.product = pipeline.catch_up(events);
    pipeline.stop();
  }
  pair.reference = bench::SqliteReference{reference}.catch_up({events, bench::applied_max});
  return pair;
}

void run(const fs::path& folder, std::int64_t users, int rounds, std::int64_t percent) {
  const auto product = seeded(folder, "cleave", users, [users](const fs::path& place) {
    bench::Product pipeline{files_in(place), seeded_at_once};
    pipeline.run(users);
    pipeline.stop();
  });
  const auto reference = seeded(folder, "reference", users, [users](const fs::path& place) {
    bench::SqliteReference::seed(place, users);
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
    const auto batch = std::to_string(loads[i].batch);
    bench::print("pipeline users " + std::to_string(users) + " batch " + batch, pairs[i]);
  }
  bench::print("catch_up users " + std::to_string(users) + " batch 1000", caught_up);
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
