#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include <app/options.hpp>
#include <tests/bench/pairs.hpp>
#include <tests/bench/postgres_reference.hpp>
#include <tests/bench/product.hpp>

// postgres_bench: Cleave's pipeline on PostgreSQL and the reference by libpq, in turns.
//   postgres_bench CONNINFO ROUNDS PERCENT
//     CONNINFO is of a database whose schemas user, billing, reference_* are this program's own:
//     they are made anew for each round. PERCENT of the usual number of events is run
// One line for 16 clients, each batch size, and catching up: medians, bests, the ratio's range.
namespace {

using bench::Load;
using bench::Pair;

constexpr std::int64_t clients = 16;
constexpr std::int64_t written_events = 30'000;
constexpr std::int64_t caught_up_events = 100'000;
const std::vector<Load> loads{{4'000, 1}, {60'000, 100}, {100'000, 1000}};

class Stage {
 public:
  Stage(std::string conninfo, std::int64_t percent)
      : conninfo_(std::move(conninfo)), percent_(percent) {}

  Pair write(bool product_first) {
    make_anew();
    return in_turns(
        product_first,
        [&](bench::Product& product) { return product.write(of(written_events), clients); },
        [&](bench::PostgresReference& reference) {
          return reference.write(of(written_events), clients);
        },
        bench::applied_max);
  }
  Pair run(Load load, bool product_first) {
    make_anew();
    load.events = of(load.events);
    return in_turns(
        product_first, [&](bench::Product& product) { return product.run(load.events); },
        [&](bench::PostgresReference& reference) { return reference.run(load); }, load.batch);
  }
  Pair catch_up(bool product_first) {
    make_anew();
    const Load load{of(caught_up_events), bench::applied_max};
    return in_turns(
        product_first, [&](bench::Product& product) { return product.catch_up(load.events); },
        [&](bench::PostgresReference& reference) { return reference.catch_up(load); }, load.batch);
  }

 private:
  // Whole batches.
  std::int64_t of(std::int64_t events) const { return events * percent_ / 100 / 1000 * 1000; }

  // And nobody pays for what came before.
  void make_anew() {
    bench::PgConnection connection{conninfo_, "public"};
    connection.run("DROP SCHEMA IF EXISTS \"user\", billing CASCADE");
    bench::PostgresReference::make(conninfo_);
    connection.run("CHECKPOINT");
  }

  app::Databases databases() const {
    app::Databases databases;
    for (const auto* module : {"user", "billing"}) {
      databases.modules.emplace_back(module,
                                     sql::Postgresql{.conninfo = conninfo_, .schema = module});
    }
    return databases;
  }

  template <class OfProduct, class OfReference>
  Pair in_turns(bool product_first, OfProduct of_product, OfReference of_reference,
                std::int64_t batch) {
    Pair pair;
    const auto run_product = [&] {
      bench::Product product{databases(), batch};
      pair.product = of_product(product);
      product.stop();
    };
    if (product_first) run_product();
    {
      bench::PostgresReference reference{conninfo_};
      pair.reference = of_reference(reference);
    }
    if (!product_first) run_product();
    return pair;
  }

  std::string conninfo_;
  std::int64_t percent_;
};

void run(const std::string& conninfo, int rounds, std::int64_t percent) {
  Stage stage{conninfo, percent};
  const auto print = [rounds](const std::string& what, auto measure) {
    std::vector<Pair> pairs;
    for (int round = 0; round < rounds; ++round) pairs.push_back(measure(round % 2 == 0));
    bench::print(what, pairs);
  };
  print("write clients " + std::to_string(clients), [&](bool first) { return stage.write(first); });
  for (const auto& load : loads) {
    print("pipeline batch " + std::to_string(load.batch),
          [&](bool first) { return stage.run(load, first); });
  }
  print("catch_up batch 1000", [&](bool first) { return stage.catch_up(first); });
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    std::fputs("usage: postgres_bench CONNINFO ROUNDS PERCENT\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    run(words[1], std::atoi(words[2]), std::atoll(words[3]));
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "postgres_bench: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
