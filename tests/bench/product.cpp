#include <tests/bench/product.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

constexpr const char* user_log = "user/0";
constexpr const char* billing_follower = "billing-follows-user";

std::int64_t head_of(const sql::Location& at) {
  app::LogAccess access{at};
  return static_cast<std::int64_t>(access.reader.head().offset);
}

}  // namespace

void Marks::log_moved(const std::string& log, const sync::Head& head) {
  if (log == user_log) {
    committed.push_back({static_cast<std::int64_t>(head.offset), now_seconds()});
  }
  next_.log_moved(log, head);
}

void Marks::follower_moved(const sync::FollowerStatus& status) {
  next_.follower_moved(status);
  if (status.follower != billing_follower) return;
  const auto offset = static_cast<std::int64_t>(status.offset);
  if (offset == applied_offset) return;
  followed.push_back({offset, now_seconds()});
  applied_offset = offset;
  applied_offset.notify_all();
}

void Marks::applied(const std::string& follower, const sync::Event& event) {
  next_.applied(follower, event);
}
void Marks::parked(const sync::ParkedKey& parked) { next_.parked(parked); }
void Marks::alarm(const std::string& who, const std::string& what) { next_.alarm(who, what); }

void Marks::wait_until_applied(std::int64_t offset) {
  for (auto seen = applied_offset.load(); seen < offset; seen = applied_offset.load()) {
    applied_offset.wait(seen);
  }
}

Product::Product(app::Databases databases, std::int64_t batch)
    : batch_(batch),
      waiting_max_(3 * batch + 64),  // enough that the lane always finds a whole batch
      databases_(std::move(databases)),
      user_(machine(), databases_.of("user"), options(true)),
      billing_(machine(), databases_.of("billing"), options(false), {}) {
  billing_.lane.follow(billing_follower,
                       {user_log, std::make_unique<app::LocalLog>(user_log, databases_.of("user")),
                        bus_.subscribe(user_log, [this] { billing_.lane.wake(); })},
                       billing_.hears("user"));
  head_ = head_of(databases_.of("user"));
  user_.lane.start();
}

app::LaneOptions Product::options(bool timed) {
  app::LaneOptions options;
  options.limits.batch_commands_max = static_cast<std::size_t>(batch_);
  options.feed.events_max = applied_max;
  if (timed) {
    options.measured = [this](std::size_t, std::chrono::nanoseconds took) {
      commit_us_.push_back(std::chrono::duration<double, std::micro>(took).count());
    };
  }
  options.broken = [](const std::string& why) {
    std::fputs(("the lane broke: " + why + "\n").c_str(), stderr);
    std::abort();
  };
  return options;
}

void Product::start_billing() {
  if (std::exchange(billing_started_, true)) return;
  billing_.lane.start();
}

Run Product::run(std::int64_t events) {
  start_billing();
  marks_.wait_until_applied(head_);
  marks_.committed.clear();
  marks_.followed.clear();
  commit_us_.clear();
  Run run;
  run.events = events;
  const double cpu_before = process_seconds();
  const double began = now_seconds();
  register_all(events);
  marks_.wait_until_applied(head_);
  run.seconds = now_seconds() - began;
  run.cpu_seconds = process_seconds() - cpu_before;
  run.commit_us = commit_us_;
  run.arrival_us = arrivals_us(marks_.committed, marks_.followed);
  return run;
}

Run Product::catch_up(std::int64_t events) {
  if (billing_started_) throw std::logic_error("billing follows already");
  register_all(events);
  Run run;
  run.events = events;
  const double cpu_before = process_seconds();
  const double began = now_seconds();
  start_billing();
  marks_.wait_until_applied(head_);
  run.seconds = now_seconds() - began;
  run.cpu_seconds = process_seconds() - cpu_before;
  return run;
}

Run Product::write(std::int64_t events, std::int64_t clients) {
  if (billing_started_) throw std::logic_error("billing follows already");
  waiting_max_ = clients;
  commit_us_.clear();
  Run run;
  run.events = events;
  const double cpu_before = process_seconds();
  const double began = now_seconds();
  register_all(events);
  run.seconds = now_seconds() - began;
  run.cpu_seconds = process_seconds() - cpu_before;
  run.commit_us = commit_us_;
  return run;
}

void Product::stop() {
  user_.lane.stop();
  billing_.lane.stop();
  progress_.stop();
}

void Product::register_all(std::int64_t events) {
  const auto most = waiting_max_;
  for (std::int64_t i = 1; i <= events; ++i) {
    {
      std::unique_lock lock{mutex_};
      if (waiting_ >= most) changed_.wait(lock, [&] { return waiting_ <= most / 2; });
      ++waiting_;
    }
    user_.lane.queue().submit(command(head_ + i));
  }
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return waiting_ == 0; });
  if (!refused_.empty()) throw std::runtime_error("refused: " + refused_);
  head_ += events;
}

sync::Command Product::command(std::int64_t n) {
  const auto seed = static_cast<std::uint64_t>(n);
  NewUser who = new_user(n);
  sync::Command command;
  command.origin = {ids_.next(), clock_.now(), hex(seed, 26),
                    "00-" + hex(seed, 32) + "-" + hex(seed, 16) + "-01"};
  command.idempotency = {digest_.hash256(who.idempotency_key), digest_.hash128(who.email)};
  command.bytes = who.email.size() + metadata_json.size();
  const auto input = std::make_shared<user::RegisterUser::Command>(user::RegisterUser::Command{
      user::UserId{ids_.next()}, command.origin.at, std::move(who.email),
      user::ProfileInput{std::move(who.display_name), std::move(who.locale),
                         std::move(who.time_zone), metadata_entries()}});
  const auto& use_case = user_.module.register_user;
  command.want = [&use_case, input] { use_case.want(*input); };
  command.decide = [&use_case, input]() -> shared::Result<std::string> {
    const auto done = use_case(*input);
    if (!done) return shared::refuse(done.error());
    return std::string{};
  };
  command.answer = [this](const sync::Outcome& outcome) { answered(outcome); };
  return command;
}

void Product::answered(const sync::Outcome& outcome) {
  std::unique_lock lock{mutex_};
  if (outcome.refusal) refused_ = outcome.refusal->detail;
  const auto left = --waiting_;
  lock.unlock();
  if (left == 0 || left == waiting_max_ / 2) changed_.notify_one();
}

}  // namespace bench
