#include <tests/bench/reference.hpp>

#include <thread>

namespace bench {

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
  committed_.clear();
  auto offset = durable_.load();
  for (; run.events < load.events; run.events += load.batch) {
    const double began = now_seconds();
    source_.begin();
    for (std::int64_t i = 0; i < load.batch; ++i) source_.register_user(++offset);
    source_.commit();
    committed_.push_back({offset, now_seconds()});
    run.commit_us.push_back((committed_.back().at_seconds - began) * 1e6);
    durable_ = offset;
    durable_.notify_one();
  }
}

void Reference::follow(std::int64_t target) {
  applied_.clear();
  auto position = replica_.position();
  while (position < target) {
    durable_.wait(position);
    position = replica_.apply_behind(position);
    applied_.push_back({position, now_seconds()});
  }
}

}  // namespace bench
