#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <adapters/http/live/live_hub.hpp>
#include <adapters/memory/memory_key_history.hpp>
#include <adapters/memory/memory_store.hpp>
#include <adapters/system/progress.hpp>
#include <adapters/system/read_pool.hpp>

namespace live_test {

// GrowingLog: a log in memory that any thread may read while another adds to it.
class GrowingLog final : public sync::LogReader {
 public:
  void add(sync::Event event);  // at the next offset
  void begin_epoch();           // behind what is there
  void lose(std::size_t count);  // of its last events: a new epoch begins behind the others
  bool away = false;            // reads throw, as of a store that cannot be reached

  sync::Head head() override;
  std::vector<sync::Commit> read(sync::Offset, sync::ReadLimits) override { return {}; }
  std::vector<sync::Event> events(sync::Offset after, std::size_t events_max) override;
  std::optional<sync::Hash256> chain_at(sync::Offset) override { return std::nullopt; }
  std::vector<sync::EpochStart> epochs() override;

 private:
  std::mutex mutex_;
  std::vector<sync::Event> events_;
  std::vector<sync::EpochStart> epochs_{{}};
};

// Told: one event of a stream, as a reader has it.
struct Told {
  std::string id, type, data;
  bool operator==(const Told&) const = default;
};

// Reader: a connection's end of a stream, without the connection.
class Reader {
 public:
  explicit Reader(std::shared_ptr<http::BodyReader> body) : body_(std::move(body)) {}

  // The next event; nothing where none comes in time, or the stream ends.
  std::optional<Told> next(std::chrono::milliseconds at_most = std::chrono::seconds{5});
  // The types of the next events, with spaces between.
  std::string types(int count);
  bool ended();  // in time, with nothing more to say
  bool is_cut() const { return body_->is_cut(); }

 private:
  std::shared_ptr<http::BodyReader> body_;
  std::string text_;
  http::BodyStream::State state_ = http::BodyStream::State::open;
};

// World: a hub over the logs user/0 and billing/0, with the real board and real reading threads.
class World {
 public:
  World();
  ~World();

  // Adds an event, and publishes the head where that is wanted.
  void user_event(const std::string& key, const std::string& type, bool publish = true);
  void billing_event(const std::string& user_id, const std::string& type, bool publish = true);
  void publish();

  // Throws where the hub refuses.
  // The next task of a reading thread waits until it is let go; those behind it do not.
  void hold_next() { hold_ = held_ = true; }
  void let_go();

  Reader watch(const std::string& user, const std::string& after = "");
  std::string refusal(const std::string& after);  // the code

  os::Progress progress{16};
  GrowingLog user;
  GrowingLog billing;
  std::atomic<int> reads = 0;            // tasks of reading threads
  std::atomic<bool> overloaded = false;  // reading threads take nothing
  std::shared_ptr<http::LiveHub> hub;

 private:
  std::atomic<bool> hold_ = false;
  std::atomic<bool> held_ = false;

  struct Reads {
    explicit Reads(int) {}
    memory::MemoryStore store;
    memory::MemoryParkedKeys parked{store};
    memory::MemoryKeyHistory history{store};
  };

  os::ReadPool<Reads> pool_{[] { return Reads{0}; }, {2, 64}};
};

}  // namespace live_test
