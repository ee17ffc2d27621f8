#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include <adapters/bus/in_process_event_bus.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/billing_host.hpp>
#include <app/board.hpp>
#include <app/databases.hpp>
#include <app/user_host.hpp>
#include <tests/bench/workload.hpp>

// Product: Cleave's own pipeline, whole, without HTTP: hosts, lanes, bus and followers as
// `cleave serve` composes them, fed with commands as its route makes them.
namespace bench {

// Marks: notes when each commit of user and each batch of billing became durable, and passes
// everything on to what the server has in this place.
class Marks final : public sync::Observer {
 public:
  explicit Marks(sync::Observer& next) : next_(next) {}

  void log_moved(const std::string& log, const sync::Head& head) override;
  void follower_moved(const sync::FollowerStatus& status) override;
  void applied(const std::string& follower, const sync::Event& event) override;
  void parked(const sync::ParkedKey& parked) override;
  void alarm(const std::string& who, const std::string& what) override;

  void wait_until_applied(std::int64_t offset);

  std::atomic<std::int64_t> applied_offset = 0;
  std::vector<Mark> committed;  // of the user lane's thread, until its work is applied
  std::vector<Mark> followed;   // of the billing lane's

 private:
  sync::Observer& next_;
};

class Product {
 public:
  // On these databases, new ones where there are none. At most `batch` commands share a
  // transaction.
  Product(app::Databases databases, std::int64_t batch);

  Run run(std::int64_t events);
  // Commits with billing's lane not started yet, then measures its follower alone.
  Run catch_up(std::int64_t events);
  // Commits alone, with so many commands under way at most, as if each were a client's that waits
  // for its answer; billing's lane is not started.
  Run write(std::int64_t events, std::int64_t clients);
  void stop();

 private:
  app::Machine machine() { return {clock_, ids_, digest_, bus_, marks_}; }
  app::LaneOptions options(bool timed);
  void start_billing();
  void register_all(std::int64_t events);
  sync::Command command(std::int64_t n);
  void answered(const sync::Outcome& outcome);

  std::int64_t batch_;
  std::int64_t waiting_max_;
  app::Databases databases_;
  os::SystemClock clock_;
  os::UuidV7Ids ids_{clock_};
  os::SodiumDigest digest_;
  os::Progress progress_;
  app::Board board_{progress_, clock_};
  Marks marks_{board_};
  bus::InProcessEventBus bus_;
  std::vector<double> commit_us_;  // of the user lane's thread
  app::UserHost user_;
  app::BillingHost billing_;
  std::int64_t head_ = 0;  // of user's log, when nothing runs
  bool billing_started_ = false;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t waiting_ = 0;  // commands without an answer
  std::string refused_;
};

}  // namespace bench
