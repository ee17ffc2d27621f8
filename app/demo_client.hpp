#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <adapters/cli/http_backend.hpp>
#include <app/demo_installation.hpp>

namespace app::demo {

// What a success answered.
struct Answer {
  boost::json::object body;
  std::string position;  // of a write: "user/0:1:42"
};

// Client: one keep-alive connection to whoever is asked, and the API on it. One thread at a time.
//   Bounds  where a module is away for the moment, that is waited for: 20 s
//   Errors  cli::Refused where the answer is no success; cli::Stop (unavailable) where none came:
//           then a write may have happened or not; Interrupted
class Client {
 public:
  explicit Client(const Installation& installation);

  // `wait_for`: a position that the answer must have seen.
  Answer get(const std::string& path, http::Fields query = {}, const std::string& wait_for = {});
  Answer send(const std::string& method, const std::string& path, const boost::json::object& body,
              const std::string& idempotency_key = {});

 private:
  Answer ask(const http::Request& request);

  cli::HttpBackend http_;
};

// Follower: where one stands, as GET /v1/sync says.
struct Follower {
  std::string source;  // the log: "user/0"
  std::uint64_t offset = 0;
  std::uint64_t lag_events = 0;
  std::int64_t lag_ms = 0;
  std::uint64_t parked_keys = 0;
  std::uint64_t differs_at = 0;  // 0: the copy weighs what its source weighs
  std::string state;
};

// Sync: who follows whom, and how far, at one moment.
struct Sync {
  std::map<std::string, std::uint64_t> heads;  // by log
  std::map<std::string, Follower> followers;   // by name

  bool whole = true;  // every module was there to be asked

  // Billing's own follower of users.
  const Follower& billing() const { return followers.at("billing-follows-user"); }
  std::uint64_t user_head() const { return heads.at("user/0"); }
  // Both modules have applied all that the other said.
  bool is_settled() const;
  // And so has everybody else who follows one of them.
  bool all_settled() const;
};
// As soon as every module is there to be asked; 20 s.
Sync sync_of(Client& client);

// Pages: every element of a list, page by page, in the list's order.
class Pages {
 public:
  // `id`: the member that a page begins behind.
  Pages(Client& client, std::string path, http::Fields query = {}, std::string id = "id")
      : client_(client), path_(std::move(path)), query_(std::move(query)), id_(std::move(id)) {}

  std::optional<boost::json::object> next();

 private:
  Client& client_;
  std::string path_;
  http::Fields query_;
  std::string id_;
  boost::json::array page_;
  std::size_t at_ = 0;
  bool more_ = true;
};

// A member as text, as a number, or as a list. Throws cli::Stop (internal) where the server's
// answer is not as it should be.
std::string text_of(const boost::json::object& object, std::string_view member);
std::uint64_t number_of(const boost::json::object& object, std::string_view member);
std::int64_t amount_of(const boost::json::object& object, std::string_view member);
const boost::json::array& list_of(const boost::json::object& object, std::string_view member);
std::vector<std::string> texts_of(const boost::json::object& object, std::string_view member);
// Of a member that may be null: then there is none.
std::string text_if_any(const boost::json::object& object, std::string_view member);

// A customer is a user under the same letters: "usr_x" is "cus_x".
std::string customer_of(const std::string& user_id);

}  // namespace app::demo
