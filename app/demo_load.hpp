#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/json/object.hpp>

#include <app/demo_client.hpp>

namespace app::demo {

// Write: one request that changes something, such that it can be sent again.
struct Write {
  std::string method;
  std::string path;
  boost::json::object body;
  std::string subject;  // the e-mail that it registers, or the user whose currency it sets
  std::string idempotency_key;
};

// Ledger: what the server acknowledged, as its callers wrote it down.
struct Ledger {
  std::map<std::string, std::string> registered;  // e-mail, id
  std::map<std::string, std::string> currencies;  // user, currency
  std::vector<Write> unanswered;                  // done, or not
  std::string failure;                            // a refusal that nobody expected
  std::uint64_t unclear = 0;  // answers that nobody knows what became of it; it was sent again
  std::map<std::string, std::uint64_t> heads;     // the highest position of each log

  std::uint64_t writes() const { return registered.size() + currencies.size(); }
};

// Repeated: what came of the writes that had no answer.
struct Repeated {
  std::uint64_t found_done = 0;  // before the repeat: it answers where they already stand
  std::uint64_t done_now = 0;
};

// Load: eight callers at once, who register users and set currencies until they are stopped, or get
// no answer.
class Load {
 public:
  static constexpr int callers = 8;

  // `users`: whose currencies it may set.
  explicit Load(std::vector<std::string> users) : users_(std::move(users)) {}

  void start(const Installation& installation);
  std::uint64_t acknowledged() const { return acknowledged_; }
  // Each caller ends what it is about.
  void stop();
  const Ledger& ledger() const { return ledger_; }
  // Each write that had no answer once more, under its Idempotency-Key. `before`: the heads of the
  // logs before any of them.
  Repeated repeat_unanswered(Client& client, const Sync& before);

 private:
  void call(const std::stop_token& stop, Client& client, const std::string& caller);
  Write next(const std::string& caller, std::uint64_t number);
  void note(const Write& write, const Answer& answer);

  std::vector<std::string> users_;
  std::atomic<std::size_t> next_user_{0};
  std::atomic<std::uint64_t> acknowledged_{0};
  int rounds_ = 0;
  std::mutex mutex_;
  Ledger ledger_;
  std::vector<std::jthread> threads_;
};

}  // namespace app::demo
