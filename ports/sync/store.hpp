#pragma once

#include <sync/domain/event.hpp>

#include <ports/sync/store_errors.hpp>

namespace sync {

// Store: one module's database, as its only writer sees it. One transaction at a time, one thread.
class Store {
 public:
  virtual ~Store() = default;
  // Opens the write transaction and excludes every other writer of this log until it ends
  // (SQLite: BEGIN IMMEDIATE; PostgreSQL: the log's advisory lock, as a statement of its own, then
  // the log's last row). Reconnects first where the connection was lost. It is open with the next
  // wait: fetch(), head(), a repository's read, commit().
  // Throws StoreUnavailable, StoreFull, StoreBroken, as every wait does.
  virtual void begin() = 0;
  // Waits for what the tables' load() asked for, so that it costs one round trip together.
  virtual void fetch() = 0;
  // Where the log ends, in the open transaction.
  virtual Head head() = 0;
  // All since begin() is durable when this returns. Throws StoreUnavailable and StoreFull (nothing
  // took effect), CommitUnknown, StoreBroken.
  virtual void commit() = 0;
  // Forgets all since begin(). Harmless where no transaction is open.
  virtual void rollback() noexcept = 0;
};

// WorkingTable: rows of one table, kept in memory for the length of one batch. The use cases name
// what they need (through their own ports), the lane loads it, they read and change it, and what is
// kept is flushed: one statement per table for the whole batch, each way.
class WorkingTable {
 public:
  virtual ~WorkingTable() = default;
  // Reads all that was named since the last load, by set; whether anything was. It is there when
  // the store's fetch() returns. May be called more than once a batch: what is read may name more.
  virtual bool load() = 0;
  // A command begins here ...
  virtual void keep() = 0;  // ... and its changes stay, or
  virtual void drop() = 0;  // ... they vanish, as if it had never run.
  // Writes all kept changes, by set. Throws StoreRejected: now, or with the next read or commit.
  virtual void flush() = 0;
  // Forgets rows, names and changes. A batch starts and ends empty.
  virtual void clear() noexcept = 0;
};

}  // namespace sync
