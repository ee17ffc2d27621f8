#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <adapters/courier/webhook/addresses.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

namespace courier {

// Resolver: asks for the addresses of hosts, on threads of its own, for they may be long in coming.
//   Bounds  a host that is being asked for is not asked for again: who wants it meanwhile gets the
//           same answer. So a name that hangs holds one thread of eight, and only as long as its
//           name servers are waited for; what nobody waits for any more is not asked for at all
class Resolver {
 public:
  using Found = std::function<void(const Addresses&)>;
  // Whether nobody waits any more.
  using Over = std::shared_ptr<const std::atomic<bool>>;

  Resolver(boost::asio::io_context& loop, Resolve resolve);

  // Calls `found` once, on the loop's thread and never from within this call; not at all where it
  // was over before the question was put.
  void ask(const std::string& host, Over over, Found found);
  // Waits for what is being asked for; what is not yet, never is.
  void stop();

 private:
  struct Wish {
    Over over;
    Found found;
  };

  void put(const std::string& host);
  std::vector<Wish> taken(const std::string& host);

  boost::asio::io_context& loop_;
  Resolve resolve_;
  std::mutex mutex_;
  std::map<std::string, std::vector<Wish>> wishes_;
  boost::asio::thread_pool threads_;
};

}  // namespace courier
