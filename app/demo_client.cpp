#include <app/demo_client.hpp>

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/problem.hpp>
#include <adapters/cli/stop.hpp>
#include <app/demo_wait.hpp>

namespace app::demo {
namespace {

namespace bj = boost::json;
using cli::ExitCode;
using cli::Stop;

constexpr std::chrono::seconds answer_max{20};

[[noreturn]] void unlike(std::string_view what) {
  throw Stop(ExitCode::internal,
             "the server's answer is not as it should be: " + std::string{what});
}

const bj::value& member_of(const bj::object& object, std::string_view member) {
  const auto* found = object.if_contains(member);
  if (found == nullptr) unlike("it has no " + std::string{member});
  return *found;
}

// Nothing was done of it, and in a moment it may be.
bool is_away(const http::Response& response) {
  if (response.status != 503) return false;
  const cli::Refused refused{response};
  const auto& code = refused.problem().code;
  return code == "http.module_unavailable" || code == "http.no_lead" ||
         code == "http.store_unavailable" || code == "http.keys_unavailable";
}

const bj::object& element(const bj::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) unlike("an element is no object");
  return *object;
}

}  // namespace

Client::Client(const Installation& installation)
    : http_(cli::ServerAddress::parse(installation.facts().url), installation.facts().key,
            answer_max) {}

Answer Client::get(const std::string& path, http::Fields query, const std::string& wait_for) {
  http::Request request;
  request.method = "GET";
  request.path = path;
  request.query = std::move(query);
  if (!wait_for.empty()) request.headers.emplace_back("cleave-wait-for", wait_for);
  return ask(request);
}

Answer Client::send(const std::string& method, const std::string& path, const bj::object& body,
                    const std::string& idempotency_key) {
  http::Request request;
  request.method = method;
  request.path = path;
  if (!body.empty()) {
    request.headers.emplace_back("content-type", "application/json");
    request.body = bj::serialize(body);
  }
  if (!idempotency_key.empty()) request.headers.emplace_back("idempotency-key", idempotency_key);
  return ask(request);
}

Answer Client::ask(const http::Request& request) {
  http::Response response;
  becomes([&] { return !is_away(response = http_.request(request)); }, answer_max);
  if (response.status < 200 || response.status > 299) throw cli::Refused(response);
  boost::system::error_code failure;
  auto body = bj::parse(response.body, failure);
  if (failure || !body.is_object()) unlike("it is no JSON object");
  return {std::move(body.get_object()), cli::header_of(response, "cleave-position")};
}

bool Sync::is_settled() const {
  const auto behind = [this](const char* follower, const char* log) {
    const auto at = followers.find(follower);
    const auto head = heads.find(log);
    return at == followers.end() || head == heads.end() || at->second.offset < head->second;
  };
  return !behind("billing-follows-user", "user/0") && !behind("user-follows-billing", "billing/0");
}

bool Sync::all_settled() const {
  return is_settled() && std::ranges::all_of(followers, [this](const auto& named) {
           const auto head = heads.find(named.second.source);
           return head != heads.end() && named.second.offset >= head->second;
         });
}

namespace {

Sync sync_as_told(Client& client) {
  const auto answer = client.get("/v1/sync");
  Sync sync;
  sync.whole = !answer.body.contains("partial");
  for (const auto& value : list_of(answer.body, "logs")) {
    const auto& log = element(value);
    sync.heads.emplace(text_of(log, "log"), number_of(log, "head"));
  }
  for (const auto& value : list_of(answer.body, "followers")) {
    const auto& said = element(value);
    Follower follower;
    follower.source = text_of(said, "source");
    follower.offset = number_of(said, "offset");
    follower.lag_events = number_of(said, "lag_events");
    follower.lag_ms = static_cast<std::int64_t>(number_of(said, "lag_ms"));
    follower.parked_keys = number_of(said, "parked_keys");
    follower.differs_at = number_of(said, "differs_at");
    follower.state = text_of(said, "state");
    sync.followers.emplace(text_of(said, "follower"), std::move(follower));
  }
  return sync;
}

}  // namespace

Sync sync_of(Client& client) {
  Sync sync;
  if (becomes([&] { return (sync = sync_as_told(client)).whole; }, answer_max)) return sync;
  throw Stop(ExitCode::internal, "some module does not say where it stands");
}

std::optional<bj::object> Pages::next() {
  if (at_ == page_.size()) {
    if (!more_) return std::nullopt;
    auto query = query_;
    query.emplace_back("limit", "1000");
    if (!page_.empty()) query.emplace_back("starting_after", text_of(element(page_.back()), id_));
    const auto answer = client_.get(path_, std::move(query));
    page_ = list_of(answer.body, "data");
    at_ = 0;
    const auto* more = member_of(answer.body, "has_more").if_bool();
    more_ = more != nullptr && *more && !page_.empty();
    if (page_.empty()) return std::nullopt;
  }
  // The last one stays whole: the next page begins behind it.
  return element(page_[at_++]);
}

std::string text_of(const bj::object& object, std::string_view member) {
  const auto* text = member_of(object, member).if_string();
  if (text == nullptr) unlike(std::string{member} + " is no text");
  return std::string{*text};
}

std::uint64_t number_of(const bj::object& object, std::string_view member) {
  boost::system::error_code failure;
  const auto number = member_of(object, member).to_number<std::uint64_t>(failure);
  if (failure) unlike(std::string{member} + " is no count");
  return number;
}

std::int64_t amount_of(const bj::object& object, std::string_view member) {
  boost::system::error_code failure;
  const auto number = member_of(object, member).to_number<std::int64_t>(failure);
  if (failure) unlike(std::string{member} + " is no whole number");
  return number;
}

const bj::array& list_of(const bj::object& object, std::string_view member) {
  const auto* array = member_of(object, member).if_array();
  if (array == nullptr) unlike(std::string{member} + " is no list");
  return *array;
}

std::vector<std::string> texts_of(const bj::object& object, std::string_view member) {
  std::vector<std::string> texts;
  for (const auto& value : list_of(object, member)) {
    const auto* text = value.if_string();
    if (text == nullptr) unlike(std::string{member} + " is no list of texts");
    texts.emplace_back(*text);
  }
  return texts;
}

std::string text_if_any(const bj::object& object, std::string_view member) {
  return member_of(object, member).is_null() ? "" : text_of(object, member);
}

std::string customer_of(const std::string& user_id) { return "cus_" + user_id.substr(4); }

}  // namespace app::demo
