#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include <app/demo_client.hpp>

namespace app::demo {

// Import: so many invented users through POST /v1/users/import, on a thread of its own.
class Import {
 public:
  static constexpr std::uint64_t rows_per_request = 200;

  Import(const Installation& installation, std::uint64_t users);

  std::uint64_t created() const { return created_; }
  bool ended() const { return ended_; }
  // The ids of all, in order, once it has ended. Throws what went wrong.
  std::vector<std::string> result();

 private:
  void run(const std::stop_token& stop);
  void send(std::uint64_t first, std::uint64_t rows);

  Client client_;
  std::uint64_t users_;
  std::vector<std::string> ids_;
  std::exception_ptr failure_;
  std::atomic<std::uint64_t> created_{0};
  std::atomic<bool> ended_{false};
  std::jthread thread_;
};

}  // namespace app::demo
