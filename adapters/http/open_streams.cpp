#include <adapters/http/open_streams.hpp>

#include <utility>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>

namespace http {

// Place: held by a body's reader, and let go with it.
class OpenStreams::Place {
 public:
  Place(std::shared_ptr<OpenStreams> streams, std::string key_id)
      : streams_(std::move(streams)), key_id_(std::move(key_id)) {}
  ~Place() { streams_->leave(key_id_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::shared_ptr<OpenStreams> streams_;
  std::string key_id_;
};

std::optional<Response> OpenStreams::open(std::string_view key_id,
                                          const std::shared_ptr<BodyReader>& body, Allowed allowed,
                                          std::string_view request_id) {
  std::string key(key_id);
  {
    const std::scoped_lock lock(mutex_);
    if (count_ >= bounds_.streams_max) return problem(errors::too_many_streams(), request_id);
    auto& of_key = by_key_[key];
    if (!key.empty() && of_key.size() >= bounds_.streams_per_key_max)
      return problem(429, "http.too_many_streams_of_key",
                     "This key has " + std::to_string(bounds_.streams_per_key_max) +
                         " streams open, which is the most; end one, or use another key.",
                     request_id);
    of_key.push_back(body);
    ++count_;
  }
  auto place = std::make_unique<Place>(shared_from_this(), std::move(key));
  body->go_on_while(
      [place = std::move(place), allowed = std::move(allowed)]() mutable { return allowed(); });
  return std::nullopt;
}

// Outside the lock: whoever lets a reader go last leaves its place.
void OpenStreams::end_of(std::string_view key_id) {
  std::vector<std::weak_ptr<BodyReader>> ending;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = by_key_.find(std::string(key_id));
    if (found != by_key_.end()) ending = found->second;
  }
  for (const auto& one : ending) {
    if (const auto body = one.lock()) body->end();
  }
}

// The one that leaves is gone by now, so that any place of its key which nobody holds will do.
void OpenStreams::leave(const std::string& key_id) {
  const std::scoped_lock lock(mutex_);
  --count_;
  auto& of_key = by_key_[key_id];
  for (auto& one : of_key) {
    if (!one.expired()) continue;
    one = std::move(of_key.back());
    of_key.pop_back();
    break;
  }
  if (of_key.empty()) by_key_.erase(key_id);
}

}  // namespace http
