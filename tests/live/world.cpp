#include <tests/live/world.hpp>

#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include <adapters/http/text.hpp>

namespace live_test {
namespace {

std::vector<sync::Position> positions(const std::string& text) {
  std::vector<sync::Position> all;
  for (const auto part : http::split(text, ',')) all.push_back(sync::parse_position(part).value());
  return all;
}

// Behind the field's name, of the one line that has it.
std::string field(const std::string& event, const std::string& name) {
  const auto at = event.find(name + ": ");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 2;
  return event.substr(begin, event.find('\n', begin) - begin);
}

}  // namespace

void GrowingLog::add(sync::Event event) {
  const std::scoped_lock lock(mutex_);
  event.offset = events_.size() + 1;
  events_.push_back(std::move(event));
}

void GrowingLog::begin_epoch() {
  const std::scoped_lock lock(mutex_);
  epochs_.push_back({epochs_.back().epoch + 1, events_.size() + 1, {}});
}

void GrowingLog::lose(std::size_t count) {
  {
    const std::scoped_lock lock(mutex_);
    events_.resize(events_.size() - count);
  }
  begin_epoch();
}

sync::Head GrowingLog::head() {
  const std::scoped_lock lock(mutex_);
  return {epochs_.back().epoch, events_.size(), {}, {}};
}

std::vector<sync::Event> GrowingLog::events(sync::Offset after, std::size_t events_max) {
  const std::scoped_lock lock(mutex_);
  if (away) throw sync::StoreUnavailable("away");
  std::vector<sync::Event> some;
  for (auto i = after; i < events_.size() && some.size() < events_max; ++i) {
    some.push_back(events_[i]);
  }
  return some;
}

std::vector<sync::EpochStart> GrowingLog::epochs() {
  const std::scoped_lock lock(mutex_);
  return epochs_;
}

std::optional<Told> Reader::next(std::chrono::milliseconds at_most) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (text_.find("\n\n") == std::string::npos) {
    std::string pieces;
    state_ = body_->take(pieces);
    text_ += pieces;
    if (!pieces.empty()) continue;
    if (state_ != http::BodyStream::State::open) return std::nullopt;
    if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  const auto end = text_.find("\n\n") + 2;
  const auto event = text_.substr(0, end);
  text_.erase(0, end);
  return Told{field(event, "id"), field(event, "event"), field(event, "data")};
}

std::string Reader::types(int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    const auto told = next();
    all += (all.empty() ? "" : " ") + (told ? told->type : "-");
  }
  return all;
}

bool Reader::ended() {
  const auto more = next();
  return !more && state_ == http::BodyStream::State::ended;
}

World::World() {
  http::SyncPorts ports;
  ports.status = [this] {
    http::SyncStatus status;
    const auto board = progress.snapshot();
    for (const auto& log : board.logs) {
      auto& of = log.log == "user/0" ? user : billing;
      status.logs.push_back({log.log, log.head, of.epochs()});
    }
    return status;
  };
  for (auto* log : {&user, &billing}) {
    http::SyncModule module;
    module.log = log == &user ? "user/0" : "billing/0";
    module.read = [this, log](std::move_only_function<void(http::LogViews)> task) {
      if (overloaded) return false;
      ++reads;
      return pool_.run(
          [this, log, hold = hold_.exchange(false), task = std::move(task)](Reads& of) mutable {
            if (hold) held_.wait(true);
            task({*log, of.parked, of.history});
          });
    };
    ports.modules.push_back(std::move(module));
  }
  ports.await = [this](std::string log, sync::Offset offset, auto deadline, auto then) {
    progress.wait(
        [log = std::move(log), offset](const os::Board& board) {
          const auto* at = board.log(log);
          return at != nullptr && at->head.offset != offset;
        },
        deadline,
        [then = std::move(then)](os::WaitEnd end) mutable { then(end == os::WaitEnd::reached); });
  };
  hub = std::make_shared<http::LiveHub>(http::live_logs(ports));
  publish();
}

World::~World() {
  progress.stop();
  pool_.stop();
}

void World::let_go() {
  held_ = false;
  held_.notify_all();
}

void World::publish() {
  progress.publish_log({"user/0", user.head(), {}});
  progress.publish_log({"billing/0", billing.head(), {}});
}

void World::user_event(const std::string& key, const std::string& type, bool now) {
  sync::Event event;
  event.key = key;
  event.type = type;
  event.removes = type == "user.deleted";
  event.payload = R"({"after":{"id":")" + key + R"("},"before":null})";
  user.add(std::move(event));
  if (now) publish();
}

void World::billing_event(const std::string& user_id, const std::string& type, bool now) {
  sync::Event event;
  event.key = "sub_1";
  event.type = type;
  const auto state = R"({"id":"sub_1","user_id":")" + user_id + R"("})";
  event.removes = type.ends_with("closed");
  event.payload = event.removes ? R"({"after":null,"before":)" + state + "}"
                                : R"({"after":)" + state + R"(,"before":null})";
  billing.add(std::move(event));
  if (now) publish();
}

Reader World::watch(const std::string& id, const std::string& after) {
  using After = std::optional<std::vector<sync::Position>>;
  auto body = hub->watch(id, after.empty() ? After{} : After{positions(after)});
  if (!body) throw std::runtime_error(body.error().detail);
  return Reader{std::move(*body)};
}

std::string World::refusal(const std::string& after) {
  const auto body = hub->watch("usr_a", positions(after));
  return body ? "" : std::string(body.error().code);
}

}  // namespace live_test
