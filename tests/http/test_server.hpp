#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <adapters/http/access.hpp>
#include <adapters/http/router.hpp>
#include <adapters/http/server.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>

namespace http_test {

// What an observer was told, to look at afterwards.
struct Told {
  std::string method, route, request_id, key_id, traceparent;
  int status = 0;
};

class Watcher final : public http::RouterObserver {
 public:
  void answered(const http::Answered& answered) override;
  void failed(std::string_view request_id, std::string_view what) override;

  std::vector<Told> told();
  std::vector<std::string> failures();

 private:
  std::mutex mutex_;
  std::vector<Told> told_;
  std::vector<std::string> failures_;
};

inline constexpr const char* admin_token = "clv_admin";
inline constexpr const char* reader_token = "clv_reader";    // has items:read alone
inline constexpr const char* expired_token = "clv_expired";

// World: a router over a few routes of its own, with everything around it real.
//   GET /livez, /readyz, /metrics, /openapi.json
//   POST /items (a body, items:write), GET /items?limit (items:read), GET /items/{id}
//   GET /stream (a body that the test writes, and that says so when nobody reads it any more)
//   GET /slow (answers from another thread after 100 ms), GET /throws, GET /drops (its reply)
class World {
 public:
  explicit World(http::StreamBounds bounds = {});
  ~World();

  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  os::SodiumDigest digest;
  http::MemoryKeyRing keys;
  Watcher watcher;
  std::atomic<bool> ready = true;
  http::Router router;

  // The body of the n-th request to /stream, once it is there.
  std::shared_ptr<http::BodyStream> stream(std::size_t n = 0);
  std::atomic<int> gone = 0;  // how many of them nobody reads any more

  // In-process, as the CLI's local mode does it.
  http::Response ask(http::Request request);

 private:
  http::RouteTable table();

  std::mutex streams_mutex_;
  std::vector<std::shared_ptr<http::BodyStream>> streams_;
  std::mutex threads_mutex_;
  std::vector<std::thread> threads_;
};

// A GET by the administrator.
http::Request get(std::string path, http::Fields headers = {});
http::Request post(std::string path, std::string body, http::Fields headers = {});

// Small limits, so that each can be reached in a fraction of a second.
http::ServerSettings small_limits();

// "GET /livez HTTP/1.1" with a Host, and more header lines.
std::string get_bytes(std::string_view path, std::string_view lines = "");

}  // namespace http_test
