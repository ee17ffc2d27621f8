#include <adapters/http/problem.hpp>

#include <string>

#include <adapters/json/write.hpp>

namespace http {
namespace {

void member(std::string& out, std::string_view name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  json::write_text(out, text);
}

Response made(int status, std::string_view code, std::string_view detail, std::string_view pointer,
              std::string_view request_id) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  std::string& out = response.body;
  out.reserve(256 + detail.size() * (pointer.empty() ? 1 : 2));
  out += R"({"type":"about:blank")";
  member(out, "title", reason_of(status));
  out += R"(,"status":)";
  json::write(out, status);
  member(out, "detail", detail);
  member(out, "code", code);
  if (!pointer.empty()) {
    out += R"(,"errors":[{"pointer":)";
    json::write_text(out, pointer);
    member(out, "code", code);
    member(out, "detail", detail);
    out += "}]";
  }
  if (!request_id.empty()) member(out, "request_id", request_id);
  out += '}';
  if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

int status_of(shared::ErrorKind kind) {
  switch (kind) {
    case shared::ErrorKind::malformed: return 400;
    case shared::ErrorKind::invalid: return 422;
    case shared::ErrorKind::forbidden: return 403;
    case shared::ErrorKind::not_found: return 404;
    case shared::ErrorKind::conflict: return 409;
    case shared::ErrorKind::precondition: return 412;
    case shared::ErrorKind::gone: return 410;
    case shared::ErrorKind::unavailable: return 503;
    case shared::ErrorKind::internal: return 500;
  }
  return 500;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Internal Server Error";
  }
}

Response problem(const shared::Error& error, std::string_view request_id) {
  return made(status_of(error.kind), error.code, error.detail, error.field, request_id);
}

Response problem(int status, std::string_view code, std::string_view detail,
                 std::string_view request_id) {
  return made(status, code, detail, {}, request_id);
}

}  // namespace http
