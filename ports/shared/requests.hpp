#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Requests: questions that one service asks another by its name, over whatever way leads there.
namespace shared {

// Headers and body: room for the largest request that HTTP can be set to take.
inline constexpr std::size_t question_bytes_max = (16 * 1024 + 64) * 1024;
inline constexpr std::size_t answer_bytes_max = 64 * 1024 * 1024;

struct Message {
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case,
                                                             // each once, in whatever order
  std::string body;

  std::size_t bytes() const {
    std::size_t sum = body.size();
    for (const auto& [name, value] : headers) sum += name.size() + value.size();
    return sum;
  }
};

// Why no answer came. A question that reached nobody took no effect: nobody serves, or it was not
// sent whole, for it is too large or too many are open. Of one that got no answer in time, or whose
// connection was lost, nobody knows.
enum class Silence { nobody, late, lost };

// Requests: the asking side.
class Requests {
 public:
  using Answered = std::move_only_function<void(std::expected<Message, Silence>)>;

  virtual ~Requests() = default;
  // Asks once: repeating is the caller's to decide. `answered` is called exactly once, from any
  // thread, also at once; it must be short, and not destroy this. Where this is destroyed, what is
  // open is lost.
  virtual void ask(const std::string& service, Message question, std::chrono::milliseconds within,
                   Answered answered) = 0;
};

// Serving: as long as it lives, questions are taken.
class Serving {
 public:
  virtual ~Serving() = default;  // takes no more, and waits for the calls of Answer that go on;
                                 // replies that are still to come are sent
};

// Services: the answering side.
class Services {
 public:
  using Reply = std::move_only_function<void(Message)>;
  // Called from any thread, several at a time; must not block, throw, nor end its own Serving. The
  // reply is said at most once; one that is dropped leaves its asker to the deadline, and one that
  // is too large is lost.
  using Answer = std::function<void(Message question, Reply reply)>;

  virtual ~Services() = default;
  // Takes what is asked of that service. Where several serve the same, each question reaches one.
  [[nodiscard]] virtual std::unique_ptr<Serving> serve(const std::string& service,
                                                       Answer answer) = 0;
};

}  // namespace shared
