#include <adapters/http/wire.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>

#include <adapters/http/problem.hpp>

namespace http {
namespace {

void write_number(std::string& out, std::size_t number, int base = 10) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  out.append(digits.data(), end);
}

void write_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

void write_response(std::string& out, const Response& response, Sending sending,
                    std::string_view date) {
  out.reserve(out.size() + 320 + response.body.size());
  out += "HTTP/1.1 ";
  write_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += reason_of(response.status);
  out += "\r\n";
  write_field(out, "Date", date);
  write_field(out, "Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers) write_field(out, name, value);
  if (!sending.keep_alive) write_field(out, "Connection", "close");
  else if (sending.version_1_0) write_field(out, "Connection", "keep-alive");
  if (response.stream) {
    if (!sending.version_1_0) write_field(out, "Transfer-Encoding", "chunked");
    out += "\r\n";
    return;
  }
  out += "Content-Length: ";
  write_number(out, response.body.size());
  out += "\r\n\r\n";
  if (!sending.head_only) out += response.body;
}

void write_piece(std::string& out, std::string_view piece, Sending sending) {
  if (piece.empty()) return;  // an empty chunk would be the last
  if (sending.version_1_0) {
    out += piece;
    return;
  }
  write_number(out, piece.size(), 16);
  out += "\r\n";
  out += piece;
  out += "\r\n";
}

void write_end(std::string& out, Sending sending) {
  if (!sending.version_1_0) out += "0\r\n\r\n";
}

std::string http_date(std::chrono::sys_seconds at) {
  static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::array<char, 64> text;
  const int size = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
      days[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
      months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace http
