#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <shared/domain/planted_bug.hpp>

#include <tests/simulation/simulate.hpp>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  std::uint64_t seeds = 100;
  std::uint64_t from = 1;
  std::optional<std::uint64_t> seed;
  std::uint64_t jobs = 1;
  std::string trace_path;
  std::string bug;
  bool expect_violation = false;
};

constexpr const char* usage =
    "simulate: lives the core through seeded bad luck and checks its invariants\n"
    "  --seeds N        how many seeds (100)\n"
    "  --from S         the first of them (1)\n"
    "  --seed S         this seed alone; prints its trace hash\n"
    "  --trace FILE     with --seed: its whole trace, one JSON object a line\n"
    "  --jobs J         processes (1)\n"
#ifdef CLEAVE_PLANTED_BUGS
    "  --bug NAME       with this planted bug\n"
    "  --must-find      exit 0 if and only if a seed finds it\n"
#endif
    "Exit code: 0 all invariants held, 1 one did not, 2 bad usage.\n";

[[noreturn]] void bad_usage(std::string_view why) {
  std::fprintf(stderr, "simulate: %.*s\n%s", static_cast<int>(why.size()), why.data(), usage);
  std::exit(2);
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) bad_usage("not a number");
  return value;
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    if (flag == "--help") {
      std::fputs(usage, stdout);
      std::exit(0);
    }
    if (flag == "--must-find") {
      options.expect_violation = true;
      continue;
    }
    if (i + 1 == argc) bad_usage(std::string{flag} + " needs a value");
    const std::string_view value = argv[++i];
    if (flag == "--seeds") options.seeds = number(value);
    else if (flag == "--from") options.from = number(value);
    else if (flag == "--seed") options.seed = number(value);
    else if (flag == "--jobs") options.jobs = std::max<std::uint64_t>(1, number(value));
    else if (flag == "--trace") options.trace_path = value;
    else if (flag == "--bug") options.bug = value;
    else bad_usage("unknown flag " + std::string{flag});
  }
  return options;
}

void report(const sim::Run& run) {
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(run.seed), run.violation.c_str());
  std::printf("its last steps:\n");
  for (const auto& line : run.last_lines) std::fputs(line.c_str(), stdout);
  std::printf("replay: simulate --seed %llu --trace trace.jsonl\n",
              static_cast<unsigned long long>(run.seed));
  std::printf("trace hash: %s\n", run.trace_hash.c_str());
}

int run_one(const Options& options) {
  std::FILE* file = nullptr;
  if (!options.trace_path.empty()) {
    file = std::fopen(options.trace_path.c_str(), "w");
    if (file == nullptr) bad_usage("cannot write " + options.trace_path);
  }
  const auto run = sim::simulate(*options.seed, file);
  if (file != nullptr) std::fclose(file);
  if (!run.violation.empty()) {
    report(run);
    return 1;
  }
  std::printf("trace hash: %s\n", run.trace_hash.c_str());
  return 0;
}

// Progress: a bar on a terminal, a line every five seconds elsewhere.
class Progress {
 public:
  explicit Progress(std::uint64_t seeds) : seeds_{seeds} {}

  void done(std::uint64_t count) {
    const auto now = Clock::now();
    const auto every = terminal_ ? std::chrono::milliseconds{100} : std::chrono::milliseconds{5000};
    if (now - said_ < every && count < seeds_) return;
    said_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double rate = static_cast<double>(count) / (seconds > 0.001 ? seconds : 0.001);
    if (terminal_) {
      const auto filled = static_cast<int>(40 * count / (seeds_ > 0 ? seeds_ : 1));
      std::fprintf(stderr, "\r[%-40.*s] %llu/%llu  %.1f seeds/s ", filled,
                   "########################################",
                   static_cast<unsigned long long>(count), static_cast<unsigned long long>(seeds_),
                   rate);
      if (count == seeds_) std::fputc('\n', stderr);
    } else {
      std::fprintf(stderr, "%llu/%llu seeds, %.1f seeds/s\n",
                   static_cast<unsigned long long>(count), static_cast<unsigned long long>(seeds_),
                   rate);
    }
  }

 private:
  std::uint64_t seeds_;
  bool terminal_ = isatty(STDERR_FILENO) != 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point said_ = start_;
};

// Where a run is long enough, a path that it never walked is one that it does not prove.
constexpr std::uint64_t long_run_seeds = 500;

bool walked_all(const sim::Tally& tally) {
  bool all = true;
  for (const auto* path : sim::rare_paths) {
    if (tally.contains(path)) continue;
    std::printf("never happened: %s\n", path);
    all = false;
  }
  return all;
}

void print(const sim::Tally& tally) {
  for (const auto& [what, count] : tally) {
    std::printf("  %-44s %llu\n", what.c_str(), static_cast<unsigned long long>(count));
  }
}

int run_many(const Options& options) {
  Progress progress{options.seeds};
  sim::Tally tally;
  std::uint64_t steps = 0;
  for (std::uint64_t i = 0; i < options.seeds; ++i) {
    const auto run = sim::simulate(options.from + i);
    if (!run.violation.empty()) {
      report(run);
      if (options.expect_violation) std::printf("found by %llu seeds\n",
                                                static_cast<unsigned long long>(i + 1));
      return options.expect_violation ? 0 : 1;
    }
    for (const auto& [what, count] : run.tally) tally[what] += count;
    steps += run.steps;
    progress.done(i + 1);
  }
  std::printf("%llu seeds, %llu steps: every invariant held\n",
              static_cast<unsigned long long>(options.seeds),
              static_cast<unsigned long long>(steps));
  print(tally);
  if (options.expect_violation) return 1;
  return options.seeds < long_run_seeds || walked_all(tally) ? 0 : 1;
}

// One process per share of the seeds: the simulator's world is one thread's, and SQLite's default
// file system is one process'.
int run_shares(const Options& options) {
  std::vector<pid_t> children;
  for (std::uint64_t job = 0; job < options.jobs; ++job) {
    Options share = options;
    const auto begin = options.seeds * job / options.jobs;
    share.from = options.from + begin;
    share.seeds = options.seeds * (job + 1) / options.jobs - begin;
    const pid_t child = fork();
    if (child == 0) {
      const int code = run_many(share);
      std::fflush(nullptr);
      _exit(code);
    }
    children.push_back(child);
  }
  int worst = 0;
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) worst = 1;
  }
  return worst;
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = parse(argc, argv);
  if (!options.bug.empty() && !shared::plant_bug(options.bug)) {
    bad_usage("no such planted bug in this build: " + options.bug);
  }
  if (options.seed) return run_one(options);
  return options.jobs > 1 ? run_shares(options) : run_many(options);
}
