#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <ports/shared/requests.hpp>

namespace requests_test {

// Way: one of the adapters, as the laws see it: one who asks, and two who may serve; each is
// another process, as far as the adapter can have more than one.
class Way {
 public:
  virtual ~Way() = default;
  virtual shared::Requests& asker() = 0;
  virtual shared::Services& server(std::size_t which) = 0;  // 0 or 1
  virtual void end_asker() = 0;
  // Dies, rather than leaves.
  virtual void kill_server(std::size_t which) = 0;
};

struct MakeWay {
  std::string name;
  // With room for so many open questions.
  std::function<std::unique_ptr<Way>(std::size_t open_max)> make;

  friend void PrintTo(const MakeWay& way, std::ostream* out) { *out << way.name; }
};

std::vector<MakeWay> all_ways();

}  // namespace requests_test
