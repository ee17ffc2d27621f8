#include <tests/bench/reference.hpp>

#include <thread>

#include <tests/bench/reference_tables.hpp>

namespace bench {
namespace {

void open_for_seeding(Database& database) {
  database.run(
      "pragma page_size=4096; pragma journal_mode=off; pragma synchronous=off;"
      "pragma cache_size=-1000000; begin");
}

}  // namespace

Reference::Reference(const std::filesystem::path& folder)
    : source_(folder / user_file),
      reader_(folder / user_file),
      replica_(folder / billing_file),
      users_(source_),
      billing_(replica_),
      read_(reader_.handle(),
            "select log_offset, aggregate_key, version, payload, event_id, type, aggregate_type,"
            "  removes, schema_version, occurred_at, correlation_id, causation_id,"
            "  causation_depth, traceparent from event_log"
            "  where log_offset > ? order by log_offset limit ?"),
      durable_(users_.last_offset()) {
  make_durable(source_);
  make_durable(replica_);
}

void Reference::seed(const std::filesystem::path& folder, std::int64_t users) {
  std::filesystem::create_directories(folder);
  Database source{folder / user_file};
  Database replica{folder / billing_file};
  open_for_seeding(source);
  open_for_seeding(replica);
  UserTables::create(source);
  BillingTables::create(replica);
  {
    UserTables tables{source};
    for (std::int64_t n = 1; n <= users; ++n) tables.register_user(n);
  }
  source.run("commit");
  Statement events{source.handle(),
                   "select aggregate_key, version, payload from event_log order by log_offset"};
  BillingTables tables{replica};
  while (events.next()) tables.apply(events.text(0), events.integer(1), events.text(2));
  tables.move(0, users);
  replica.run("commit");
}

Run Reference::run(Load load) {
  Run run;
  const auto target = durable_ + load.events;
  const double cpu_before = process_seconds();
  const double began = now_seconds();
  std::jthread follower{[this, target] { follow(target); }};
  commit(load, run);
  follower.join();
  run.seconds = now_seconds() - began;
  run.cpu_seconds = process_seconds() - cpu_before;
  run.arrival_us = arrivals_us(committed_, applied_);
  return run;
}

Run Reference::catch_up(Load load) {
  Run run;
  commit(load, run);
  const double cpu_before = process_seconds();
  const double began = now_seconds();
  follow(durable_);
  run.seconds = now_seconds() - began;
  run.cpu_seconds = process_seconds() - cpu_before;
  return run;
}

void Reference::commit(Load load, Run& run) {
  Transactions transactions{source_};
  committed_.clear();
  auto offset = durable_.load();
  for (; run.events < load.events; run.events += load.batch) {
    const double began = now_seconds();
    transactions.begin();
    for (std::int64_t i = 0; i < load.batch; ++i) users_.register_user(++offset);
    transactions.commit();
    committed_.push_back({offset, now_seconds()});
    run.commit_us.push_back((committed_.back().at_seconds - began) * 1e6);
    durable_ = offset;
    durable_.notify_one();
  }
}

void Reference::follow(std::int64_t target) {
  Transactions transactions{replica_};
  applied_.clear();
  auto position = billing_.position();
  while (position < target) {
    durable_.wait(position);
    transactions.begin();
    const auto from = position;
    read_.with(from, applied_max);
    while (read_.next()) {
      position = read_.integer(0);
      billing_.apply(read_.text(1), read_.integer(2), read_.text(3));
    }
    billing_.move(from, position);
    transactions.commit();
    applied_.push_back({position, now_seconds()});
  }
}

}  // namespace bench
