#include <adapters/http/remote_message.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace http {
namespace {

constexpr std::string_view form_header = "cleave-http";
constexpr std::string_view form = "1";
constexpr std::string_view carried_beside[] = {"x-request-id", "traceparent"};

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void number(std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) out_ += static_cast<char>(value >> shift);
  }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }
  void fields(const Fields& fields) {
    number(fields.size());
    for (const auto& [name, value] : fields) {
      text(name);
      text(value);
    }
  }

 private:
  std::string& out_;
};

// Reader: whatever is missing reads as empty, and makes it fail.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool failed() const { return failed_; }
  std::string_view rest() const { return rest_; }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (const char c : take(8)) value = value << 8U | static_cast<unsigned char>(c);
    return value;
  }
  std::string text() { return std::string(take(number())); }
  // Each element is behind a length at least, so that no count can ask for more than is there.
  template <class Element>
  void list(Element element) {
    const auto count = number();
    for (std::uint64_t i = 0; i < count && !failed_; ++i) element();
  }
  Fields fields() {
    Fields all;
    list([&] {
      auto name = text();
      all.emplace_back(std::move(name), text());
    });
    return all;
  }

 private:
  std::string_view take(std::uint64_t bytes) {
    failed_ = failed_ || bytes > rest_.size();
    if (failed_) return {};
    const auto taken = rest_.substr(0, bytes);
    rest_.remove_prefix(bytes);
    return taken;
  }

  std::string_view rest_;
  bool failed_ = false;
};

void write_caller(Writer& out, const Caller& caller) {
  out.number(caller.token_shown ? 1 : 0);
  out.number(caller.principal ? 1 : 0);
  if (!caller.principal) return;
  const Principal& principal = *caller.principal;
  out.text(principal.key_id);
  out.number(principal.scopes.size());
  for (const auto& scope : principal.scopes) out.text(scope);
  out.number(principal.expires_at ? 1 : 0);
  if (principal.expires_at)
    out.number(static_cast<std::uint64_t>(shared::to_unix_ms(*principal.expires_at)));
}

Caller read_caller(Reader& in) {
  Caller caller;
  caller.token_shown = in.number() != 0;
  if (in.number() == 0) return caller;
  Principal principal;
  principal.key_id = in.text();
  in.list([&] { principal.scopes.push_back(in.text()); });
  if (in.number() != 0)
    principal.expires_at = shared::from_unix_ms(static_cast<std::int64_t>(in.number()));
  caller.principal = std::make_shared<const Principal>(std::move(principal));
  return caller;
}

bool of_this_form(const shared::Message& message) {
  return std::ranges::any_of(message.headers, [](const auto& header) {
    return header.first == form_header && header.second == form;
  });
}

}  // namespace

shared::Message to_question(const Request& request) {
  shared::Message question;
  question.headers.emplace_back(form_header, form);
  for (const auto name : carried_beside) {
    if (const auto value = request.header(name)) question.headers.emplace_back(name, *value);
  }
  Fields headers = request.headers;
  std::erase_if(headers, [](const auto& header) { return header.first == "authorization"; });
  question.body.reserve(512 + request.body.size());
  Writer out(question.body);
  out.text(request.method);
  out.text(request.path);
  out.fields(request.query);
  out.fields(headers);
  out.text(request.peer);
  write_caller(out, request.caller.value_or(Caller{}));
  question.body += request.body;
  return question;
}

shared::Message to_answer(const Response& response) {
  shared::Message answer;
  answer.headers.emplace_back(form_header, form);
  answer.body.reserve(256 + response.body.size());
  Writer out(answer.body);
  out.number(static_cast<std::uint64_t>(response.status));
  out.text(response.content_type);
  out.fields(response.headers);
  answer.body += response.body;
  return answer;
}

std::optional<Request> parse_question(shared::Message question) {
  if (!of_this_form(question)) return std::nullopt;
  Reader in(question.body);
  Request request;
  request.method = in.text();
  request.path = in.text();
  request.query = in.fields();
  request.headers = in.fields();
  request.peer = in.text();
  request.caller = read_caller(in);
  request.body = in.rest();
  if (in.failed()) return std::nullopt;
  return request;
}

std::optional<Response> parse_answer(shared::Message answer) {
  if (!of_this_form(answer)) return std::nullopt;
  Reader in(answer.body);
  Response response;
  const auto status = in.number();
  response.content_type = in.text();
  response.headers = in.fields();
  if (in.failed() || status < 100 || status > 599) return std::nullopt;
  response.status = static_cast<int>(status);
  const auto head = answer.body.size() - in.rest().size();
  response.body = std::move(answer.body);
  response.body.erase(0, head);
  return response;
}

shared::Message to_message(const Caller& caller) {
  shared::Message message;
  message.headers.emplace_back(form_header, form);
  Writer out(message.body);
  write_caller(out, caller);
  return message;
}

std::optional<Caller> parse_caller(const shared::Message& message) {
  if (!of_this_form(message)) return std::nullopt;
  Reader in(message.body);
  auto caller = read_caller(in);
  if (in.failed() || !in.rest().empty()) return std::nullopt;
  return caller;
}

}  // namespace http
