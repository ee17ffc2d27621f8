#include <tests/bench/http_client.hpp>

#include <cstdint>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

std::string Answer::field(std::string_view name) const {
  const auto opening = "\r\n" + std::string{name} + ": ";
  const auto found = head.find(opening);
  if (found == std::string::npos) return "";
  const auto begin = found + opening.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

HttpClient::HttpClient(int port, std::string key)
    : key_(std::move(key)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("nobody listens on port " + std::to_string(port));
  }
}

HttpClient::~HttpClient() { ::close(socket_); }

Answer HttpClient::get(std::string_view target, std::string_view more_fields) {
  return exchange("GET " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n" +
                  "Authorization: Bearer " + key_ + "\r\n" + std::string{more_fields} + "\r\n");
}

Answer HttpClient::post(std::string_view target, std::string_view body) {
  return exchange("POST " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n" +
                  "Authorization: Bearer " + key_ + "\r\nContent-Type: application/json\r\n" +
                  "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                  std::string{body});
}

Answer HttpClient::exchange(std::string_view request) {
  received_.clear();
  send_all(request);
  std::size_t head_end = 0;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) receive_more();
  Answer answer;
  answer.head = received_.substr(0, head_end + 2);
  answer.status = std::stoi(answer.head.substr(answer.head.find(' ') + 1, 3));
  const auto length = std::stoul("0" + answer.field("Content-Length"));
  while (received_.size() < head_end + 4 + length) receive_more();
  answer.body = received_.substr(head_end + 4, length);
  return answer;
}

void HttpClient::send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the server closed the connection");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void HttpClient::receive_more() {
  char chunk[16 * 1024];
  const auto got = ::recv(socket_, chunk, sizeof chunk, 0);
  if (got <= 0) throw std::runtime_error("the server closed the connection");
  received_.append(chunk, static_cast<std::size_t>(got));
}

}  // namespace bench
