#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace test {

// TcpProxy: the way between clients and a server, which a test may break: real sockets, on a free
// port of the loopback. It carries all bytes both ways until it is told otherwise.
class TcpProxy {
 public:
  enum class Way { to_server, to_client };

  // To a port of the loopback, or to a socket in the file system.
  explicit TcpProxy(std::uint16_t to);
  explicit TcpProxy(std::string to);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  std::uint16_t port() const { return port_; }

  // Carries nothing between these two, and has no thread: for who makes processes meanwhile.
  void still();
  void go_on();

  // Resets every connection there is; new ones are welcome.
  void cut();
  // New ones are reset, too ...
  void refuse() { refuses_ = true, cut(); }
  // ... until this is said.
  void refuse_no_more() { refuses_ = false; }
  // While so, bytes of that way vanish, and neither end is told: half-open. Who lost some is reset
  // when that ends, as no byte may be missing from a stream.
  void swallow(Way way, bool so);
  // Every piece is that late.
  void delay(std::chrono::milliseconds by) { delay_ms_ = static_cast<int>(by.count()); }
  // Resets the next connections, that many, on which these bytes come that way, instead of carrying
  // them: an answer that was given and never heard, say.
  void cut_at(Way way, std::string bytes, int times);

  int connections() const;       // there are
  int cuts() const { return cuts_; }  // that cut_at made

 private:
  struct Pair;

  void listen();
  void run();
  void welcome();
  int dial() const;
  bool carry(Pair& pair, Way way);
  bool drain(Pair& pair, Way way);
  bool cut_at(Way way, const std::string& piece);

  const std::uint16_t to_port_ = 0;
  const std::string to_path_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> refuses_ = false;
  std::atomic<int> delay_ms_ = 0;
  std::atomic<bool> swallows_[2] = {false, false};
  std::atomic<int> cuts_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Pair>> pairs_;
  Way cut_way_ = Way::to_server;
  std::string cut_bytes_;
  int cut_times_ = 0;
  std::thread thread_;
};

}  // namespace test
