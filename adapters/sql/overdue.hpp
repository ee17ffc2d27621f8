#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace sql {

class Session;

// Awaiting: from here to the end of this, an answer is awaited on that session's connection.
class Awaiting {
 public:
  explicit Awaiting(const Session& session);
  ~Awaiting();
  Awaiting(const Awaiting&) = delete;
  Awaiting& operator=(const Awaiting&) = delete;

 private:
  const Session& session_;
};

// Patience: as long as this lives, answers to that session may take their time.
class Patience {
 public:
  explicit Patience(const Session& session);
  ~Patience();
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

 private:
  const Session& session_;
};

// For Session: it is connected by this socket, on which an answer may take that long; it is not.
void connected_by(const Session& session, int socket, std::chrono::milliseconds at_most);
void disconnected(const Session& session);

// OverdueWatch: ends the connections on which an answer is overdue, so that nobody waits for ever
// where the server, or the way to it, fell silent while something on the way still acknowledges
// all that is sent (a proxy, a machine whose processes are frozen). A thread; looks twice a second.
class OverdueWatch {
 public:
  // The one of this process, which lives while somebody holds it.
  static std::shared_ptr<OverdueWatch> of_this_process();

  OverdueWatch();
  ~OverdueWatch();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace sql
