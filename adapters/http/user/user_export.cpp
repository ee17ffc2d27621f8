#include <adapters/http/user/user_export.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <adapters/http/body_stream.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/json/raw.hpp>

namespace http {
namespace {

constexpr std::string_view page_users = "200";

// Export: one under way. One step at a time, on whatever thread it goes on.
class Export : public std::enable_shared_from_this<Export> {
 public:
  Export(UserPages pages, Call call, Reply reply)
      : pages_(std::move(pages)), call_(std::move(call)), reply_(std::move(reply)),
        last_(call_.request.parameter("starting_after").value_or("")) {
    call_.request.method = "GET";
    call_.request.path = "/v1/users";
  }

  void ask() {
    Call call = call_;
    call.request.query = {{"limit", std::string(page_users)}};
    if (!last_.empty()) call.request.query.emplace_back("starting_after", last_);
    pages_(std::move(call), [self = shared_from_this()](Response page) {
      self->take(std::move(page));
    });
  }

 private:
  void take(Response page) {
    if (page.status != 200) return fail(std::move(page));
    if (reply_) begin();
    const auto users = json::raw_elements(json::raw_member(page.body, "data"));
    more_ = json::raw_member(page.body, "has_more") == "true";
    if (more_ && users.empty()) return stream_->cut();  // it would go on for ever
    for (const auto user : users) lines_.append(user) += '\n';
    if (!users.empty()) {
      const auto id = json::raw_member(users.back(), "id");
      last_ = id.substr(1, id.size() - 2);  // of its quotes
    }
    give();
  }

  void begin() {
    std::exchange(reply_, nullptr)(stream_response(call_.route->answer.content_type,
                                                   std::make_shared<BodyReader>(stream_)));
  }

  // What began cannot be answered otherwise any more: its reader sees that it is not whole.
  void fail(Response why) {
    if (reply_) std::exchange(reply_, nullptr)(std::move(why));
    else stream_->cut();
  }

  void give() {
    if (stream_->await_room([self = shared_from_this()] { self->give(); })) return;
    if (!lines_.empty() && stream_->offer(std::exchange(lines_, {})) == BodyStream::Offered::gone)
      return;
    if (more_) ask();
    else stream_->end();
  }

  const UserPages pages_;
  Call call_;
  Reply reply_;  // until it has begun
  const std::shared_ptr<BodyStream> stream_ = std::make_shared<BodyStream>();
  std::string last_;   // the id of the user who was read last
  std::string lines_;  // that wait for room
  bool more_ = true;
};

}  // namespace

RouteTable user_export(UserPages pages) {
  Route made;
  made.method = "GET";
  made.pattern = "/v1/users/export";
  made.operation_id = "exportUsers";
  made.tag = "users";
  made.summary = "Export users";
  made.description =
      "Every user, one in a line, as GET /v1/users shows them and in its order, in one answer of "
      "any length, as fast as it is read. Who is registered or changed meanwhile is in it as they "
      "were before or after. An answer that is not whole breaks off; it can be gone on with behind "
      "the last user that came.";
  made.access = Access::scoped("users:read");
  made.talk.wait_for = true;
  made.query = {{"starting_after", "Behind this user: an id.", R"({"type":"string"})"}};
  made.answer = {200, "Users, one in a line.", "", "application/x-ndjson"};
  made.problems = {429};
  made.handle = [pages = std::move(pages)](Call call, Reply reply) {
    std::make_shared<Export>(pages, std::move(call), std::move(reply))->ask();
  };
  RouteTable table;
  table.routes.push_back(std::move(made));
  return table;
}

}  // namespace http
