#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <sync/application/encoding.hpp>
#include <sync/application/follower.hpp>
#include <sync/application/log_service.hpp>

#include <tests/sync/thing.hpp>

// A follower of "source/0" in a module of its own, over stores in memory.
namespace thing {

// What a test makes an event do, by key.
struct Poison {
  std::set<std::string> refused;
  std::set<std::string> thrown;
  std::set<std::string> deadly;  // the process ends
};
struct ProcessEnded {};

class CopyThings final : public sync::ReplicaHandler {
 public:
  CopyThings(Things& copies, Poison& poison) : copies_(copies), poison_(poison) {}
  std::string_view aggregate_type() const override { return "thing"; }
  int schema_version_max() const override { return schema_version; }
  void want(const sync::Event&) override {}
  std::int64_t version(const std::string& key) override { return copies_.version(key); }
  shared::Done apply(const sync::Event& event) override {
    if (event.removes) {
      copies_.remove(event.key);
    } else {
      copies_.put(event.key, event.version);
    }
    if (poison_.deadly.contains(event.key)) throw ProcessEnded{};
    if (poison_.thrown.contains(event.key)) throw std::logic_error("a mistake");
    if (!poison_.refused.contains(event.key)) return {};
    return shared::refuse({shared::ErrorKind::invalid, "copy.refused", "Poisoned.", ""});
  }
  int schema_version = 1;

 private:
  Things& copies_;
  Poison& poison_;
};

// Says "seen" of an aggregate of its own for each event that it hears.
class CountSeen final : public sync::Reaction {
 public:
  explicit CountSeen(sync::UnitOfWork& unit) : unit_(unit) {}
  void want(const sync::Event&) override {}
  shared::Done react(const sync::Event& event, shared::Instant at) override {
    last_at = at;
    unit_.append({"seen", event.key, event.version, false, "seen.counted", 1, "{}"});
    return {};
  }
  shared::Instant last_at;

 private:
  sync::UnitOfWork& unit_;
};

class Source final : public sync::SourceLog {
 public:
  explicit Source(sync::LogReader& log) : service_("source/0", log) {}
  sync::LogAnswer after(const sync::Seen& seen, sync::ReadLimits limits) override {
    if (away) throw sync::StoreUnavailable("the source is away");
    return service_.after(seen, limits);
  }
  sync::Head head() override { return service_.head(); }
  bool away = false;

 private:
  sync::LogService service_;
};

class Mailbox final : public sync::Delivery {
 public:
  std::vector<std::string> take(std::size_t) override { return std::exchange(frames, {}); }
  std::vector<std::string> frames;
};

class FollowerTest : public testing::Test {
 protected:
  FollowerTest() { start(); }

  // A process starts on what is durable.
  void start() {
    follower_.reset();
    unit_ = std::make_unique<sync::UnitOfWork>(sync::UnitOfWork::Parts{module_.name,
                                                                       module_.store,
                                                                       module_.log,
                                                                       {&module_.things},
                                                                       samples::digest(),
                                                                       module_.ids,
                                                                       module_.bus,
                                                                       module_.witness});
    reaction_ = std::make_unique<CountSeen>(*unit_);
    module_.store.rollback();
    module_.things.clear();
    sync::CommitFeed feed{"source/0", source_log(), mailbox_, module_.clock, samples::digest(), {}};
    follower_ =
        std::make_unique<sync::Follower>(sync::Follower::Parts{"copy-follows-source",
                                                               "source/0",
                                                               *unit_,
                                                               module_.positions,
                                                               module_.parked,
                                                               followed(),
                                                               module_.clock,
                                                               samples::digest(),
                                                               module_.witness},
                                         std::move(feed), limits_);
  }

  // What it asks, and what it does with things; a test that says otherwise starts it again.
  virtual sync::SourceLog& source_log() { return asked_; }
  virtual std::vector<sync::Followed> followed() { return {{handler_, reaction_.get()}}; }

  void say(std::vector<sync::Event> events) {
    const auto& commit = said_.add(std::move(events));
    source_.store.planted().commits.push_back(commit);
  }
  void say(const std::string& key, std::int64_t version) { say({samples::event(key, version)}); }

  // Steps until there is nothing to do now.
  void run() {
    module_.clock.pass(std::chrono::seconds{1});
    for (int i = 0; i < 1000; ++i) {
      if (follower_->step() > std::chrono::milliseconds{0}) return;
    }
    FAIL() << "the follower never rests";
  }
  // As run(), in a process that an event may end; then it is started again.
  bool run_until_end() {
    try {
      run();
      return false;
    } catch (const ProcessEnded&) {
      start();
      return true;
    }
  }

  const sync::FollowerState& state() const {
    return module_.store.durable().positions.at("copy-follows-source");
  }
  std::vector<sync::ParkedKey> parked() const {
    std::vector<sync::ParkedKey> out;
    for (const auto& [key, parked] : module_.store.durable().parked) out.push_back(parked);
    return out;
  }
  using Rows = std::map<std::string, std::int64_t>;
  const Rows& rows() { return module_.things.rows(); }
  // Retries and discards are commands of the module's lane: here, one transaction.
  shared::Done in_lane(const std::function<shared::Done()>& decide) {
    unit_->begin();
    auto done = decide();
    unit_->commit();
    return done;
  }

  sync::Follower::Limits limits_;
  samples::Log said_;
  thing::Module source_{"source/0"};
  Source asked_{source_.log};
  thing::Module module_{"copy/0"};
  Mailbox mailbox_;
  Poison poison_;
  CopyThings handler_{module_.things, poison_};
  std::unique_ptr<sync::UnitOfWork> unit_;
  std::unique_ptr<CountSeen> reaction_;
  std::unique_ptr<sync::Follower> follower_;
};

}  // namespace thing
