#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <adapters/http/message.hpp>

namespace http {

// How a response goes out on one connection.
struct Sending {
  bool keep_alive = true;
  bool version_1_0 = false;
  bool head_only = false;  // the answer to HEAD: as long as the body would be, but without it
};

// Appends the response as the bytes of HTTP/1.1: head and body in one piece, for one write; of a
// body that is streamed, the head alone.
void write_response(std::string& out, const Response& response, Sending sending,
                    std::string_view date);

// Appends a piece of a streamed body, as a chunk where the peer speaks HTTP/1.1; and its end.
//   Source  RFC 9112 section 7.1
void write_piece(std::string& out, std::string_view piece, Sending sending);
void write_end(std::string& out, Sending sending);

// "Fri, 20 Nov 2026 11:28:19 GMT" (RFC 9110 section 5.6.7).
std::string http_date(std::chrono::sys_seconds at);

}  // namespace http
