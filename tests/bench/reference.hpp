#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include <tests/bench/workload.hpp>

// Reference: the same work as Cleave's, by hand, with the database's own C API alone: what this
// machine can do at best. One thread commits users to one database, another follows it into a
// second one.
//   Shape   source: app_user with its unique e-mail index, event_log, idempotency_record
//           replica: user_replica, follower_position
//   Source  the tables come from Cleave's own migrations; every commit is durable
//
// It has no chain, roots, parking, validation, JSON library or refusals: those are Cleave's price.
namespace bench {

// Source: the module that users register in, as one thread writes it.
class Source {
 public:
  virtual ~Source() = default;
  virtual void begin() = 0;
  // Registers the n-th user and says so at offset n: durable with the commit.
  virtual void register_user(std::int64_t n) = 0;
  virtual void commit() = 0;
  virtual std::int64_t last_offset() = 0;
};

// Replica: the module that follows, as one thread writes it.
class Replica {
 public:
  virtual ~Replica() = default;
  virtual std::int64_t position() = 0;
  // Applies what the source's log holds behind `position`, applied_max events at most, in one
  // transaction with the new position, which it returns.
  virtual std::int64_t apply_behind(std::int64_t position) = 0;
};

class Reference {
 public:
  Reference(Source& source, Replica& replica)
      : source_(source), replica_(replica), durable_(source.last_offset()) {}

  // Both threads run; ends when the follower has applied all.
  Run run(Load load);
  // Commits with the follower stopped, then measures the follower alone.
  Run catch_up(Load load);

 private:
  void commit(Load load, Run& run);
  void follow(std::int64_t target);

  Source& source_;
  Replica& replica_;
  std::atomic<std::int64_t> durable_;  // the last offset of the source
  std::vector<Mark> committed_;
  std::vector<Mark> applied_;
};

}  // namespace bench
