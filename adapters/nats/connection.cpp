#include <adapters/nats/connection.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <vector>

#include <adapters/nats/dial.hpp>
#include <adapters/nats/names.hpp>

namespace nats {
namespace {

using Told = std::function<void(const Notice&)>;

// Ears: what the callbacks of libnats speak to. It outlives the connection, since they may come
// late.
class Ears {
 public:
  explicit Ears(Told told) : told_(std::move(told)) {}

  void tell(Notice::Kind kind, std::string text) {
    const std::scoped_lock lock(mutex_);
    if (told_) told_({kind, std::move(text)});
  }
  void deafen() {
    const std::scoped_lock lock(mutex_);
    told_ = nullptr;
  }

 private:
  std::mutex mutex_;
  Told told_;
};

// Line: one link as its callbacks know it; gone with the last of them, which says that it closed.
struct Line {
  std::shared_ptr<Ears> ears;
  std::shared_ptr<std::atomic<bool>> closed;
  std::function<void()> wake;
};

void on_error(natsConnection* connection, natsSubscription*, natsStatus status, void* closure) {
  const auto& line = *static_cast<Line*>(closure);
  const char* text = nullptr;
  natsConnection_GetLastError(connection, &text);
  const std::string said = text != nullptr && *text ? text : natsStatus_GetText(status);
  if (status == NATS_SLOW_CONSUMER) {
    line.ears->tell(Notice::Kind::slow, "NATS messages were dropped: they came too fast");
  } else {
    const bool rights = status == NATS_NOT_PERMITTED || said.contains("ermissions");
    line.ears->tell(rights ? Notice::Kind::refused : Notice::Kind::away, "NATS: " + said);
  }
}

}  // namespace

class Connection::Keeper {
 public:
  Keeper(Settings settings, Told told)
      : settings_(std::move(settings)),
        addresses_(parse_addresses(settings_.url)),
        ears_(std::make_shared<Ears>(std::move(told))) {
    nats_Open(-1);
    for (const auto& address : addresses_) make_options(settings_, address);
    thread_ = std::thread([this] { keep(); });
  }

  ~Keeper() {
    {
      const std::scoped_lock lock(wake_->mutex);
      wake_->stop = true;
    }
    wake_->changed.notify_all();
    thread_.join();
    ears_->deafen();
  }

  const Settings& settings() const { return settings_; }

  Link link() const {
    const std::scoped_lock lock(link_mutex_);
    return link_;
  }

  std::uint64_t add(std::function<void(const Link&)> changed) {
    const std::scoped_lock lock(watches_mutex_);
    watches_.push_back({++last_watch_, std::move(changed), false});
    wake_->poke();
    return last_watch_;
  }
  void remove(std::uint64_t watch) {
    const std::scoped_lock lock(watches_mutex_);
    std::erase_if(watches_, [&](const Watcher& one) { return one.id == watch; });
  }

 private:
  struct Watcher {
    std::uint64_t id;
    std::function<void(const Link&)> changed;
    bool told;  // of the link that stands
  };
  // Wake: how callbacks, which may come late, reach the thread.
  struct Wake {
    std::mutex mutex;
    std::condition_variable changed;
    bool stop = false;
    bool poked = false;

    void poke() {
      {
        const std::scoped_lock lock(mutex);
        poked = true;
      }
      changed.notify_all();
    }
  };

  static void on_closed(natsConnection*, void* closure) {
    const std::unique_ptr<Line> line{static_cast<Line*>(closure)};
    *line->closed = true;
    line->wake();
  }

  void keep() {
    auto wait = settings_.retry_min;
    std::size_t next = 0;
    while (!stopping()) {
      const auto closed = std::make_shared<std::atomic<bool>>(false);
      if (auto link = dial(addresses_[next++ % addresses_.size()], closed)) {
        stand(link, *closed);
        wait = settings_.retry_min;
      }
      sleep(wait);
      wait = std::min(wait * 2, settings_.retry_max);
    }
    nats_ReleaseThreadMemory();
  }

  Link dial(const Address& address, const std::shared_ptr<std::atomic<bool>>& closed) {
    try {
      const auto options = make_options(settings_, address);
      const auto wake = wake_;
      auto line = std::make_unique<Line>(Line{ears_, closed, [wake] { wake->poke(); }});
      natsOptions_SetErrorHandler(options.get(), on_error, line.get());
      natsOptions_SetClosedCB(options.get(), on_closed, line.get());
      natsConnection* made = nullptr;
      const auto status = natsConnection_Connect(&made, options.get());
      if (status == NATS_OK) {
        static_cast<void>(line.release());
        tell_once(Notice::Kind::connected, "NATS: connected to " + address.url);
        return {made, natsConnection_Destroy};
      }
      const char* last = nats_GetLastError(nullptr);
      const bool rights = status == NATS_CONNECTION_AUTH_FAILED || status == NATS_NOT_PERMITTED;
      tell_once(rights ? Notice::Kind::refused : Notice::Kind::away,
                "NATS: " + address.url + ": " +
                    (last != nullptr && *last ? last : natsStatus_GetText(status)));
    } catch (const std::exception& failure) {
      tell_once(Notice::Kind::away, failure.what());
    }
    return nullptr;
  }

  // A broker that stays away is told of once, not at each try.
  void tell_once(Notice::Kind kind, const std::string& text) {
    if (text == std::exchange(last_told_, text)) return;
    ears_->tell(kind, text);
  }

  void stand(Link& link, const std::atomic<bool>& closed) {
    set(link);
    std::unique_lock lock(wake_->mutex);
    while (!wake_->stop && !closed) {
      lock.unlock();
      tell_watchers();
      lock.lock();
      wake_->changed.wait(lock, [&] { return wake_->stop || wake_->poked || closed; });
      wake_->poked = false;
    }
    const bool lost = !wake_->stop;
    lock.unlock();
    if (lost) tell_once(Notice::Kind::away, "NATS: the connection was lost");
    set(nullptr);
    tell_watchers();
    // Closed by us at the latest here: who still holds the link can only let it go.
    natsConnection_Close(link.get());
    link.reset();
  }

  void set(Link link) {
    const std::scoped_lock watchers(watches_mutex_);
    for (auto& watcher : watches_) watcher.told = false;
    const std::scoped_lock lock(link_mutex_);
    link_ = std::move(link);
  }

  void tell_watchers() {
    const auto link = this->link();
    const std::scoped_lock lock(watches_mutex_);
    for (auto& watcher : watches_) {
      if (!std::exchange(watcher.told, true)) watcher.changed(link);
    }
  }

  void sleep(std::chrono::milliseconds at_most) {
    std::uniform_int_distribution<std::int64_t> between(at_most.count() / 2, at_most.count());
    std::unique_lock lock(wake_->mutex);
    wake_->changed.wait_for(lock, std::chrono::milliseconds{between(random_)},
                            [&] { return wake_->stop; });
  }

  bool stopping() const {
    const std::scoped_lock lock(wake_->mutex);
    return wake_->stop;
  }

  const Settings settings_;
  const std::vector<Address> addresses_;
  const std::shared_ptr<Ears> ears_;
  const std::shared_ptr<Wake> wake_ = std::make_shared<Wake>();
  std::minstd_rand random_{std::random_device{}()};
  std::string last_told_;
  mutable std::mutex link_mutex_;
  Link link_;
  std::mutex watches_mutex_;
  std::vector<Watcher> watches_;
  std::uint64_t last_watch_ = 0;
  std::thread thread_;
};

namespace {

class Watching final : public Watch {
 public:
  Watching(Connection::Keeper& keeper, std::function<void(const Link&)> changed)
      : keeper_(keeper), id_(keeper.add(std::move(changed))) {}
  ~Watching() override { keeper_.remove(id_); }

 private:
  Connection::Keeper& keeper_;
  const std::uint64_t id_;
};

}  // namespace

Connection::Connection(Settings settings, std::function<void(const Notice&)> told)
    : keeper_(std::make_unique<Keeper>(std::move(settings), std::move(told))) {}

Connection::~Connection() = default;

const Settings& Connection::settings() const { return keeper_->settings(); }

Link Connection::link() const { return keeper_->link(); }

std::string Connection::inbox(const std::string& part) const {
  static std::atomic<std::uint64_t> count{0};
  static const auto process = std::to_string(std::random_device{}());
  return inboxes(settings().name) + part + "." + process + "-" + std::to_string(++count);
}

std::unique_ptr<Watch> Connection::watch(std::function<void(const Link&)> changed) {
  return std::make_unique<Watching>(*keeper_, std::move(changed));
}

}  // namespace nats
