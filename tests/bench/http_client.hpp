#pragma once

#include <string>
#include <string_view>

// HttpClient: one keep-alive connection to a server on this machine, one request at a time.
//   Errors  what does not end in a whole answer throws std::runtime_error
namespace bench {

struct Answer {
  int status = 0;
  std::string head;  // the status line and the fields, as they came
  std::string body;

  // The value of a field, by its name as the server writes it; empty where there is none.
  std::string field(std::string_view name) const;
};

class HttpClient {
 public:
  HttpClient(int port, std::string key);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  ~HttpClient();

  Answer get(std::string_view target, std::string_view more_fields = "");
  Answer post(std::string_view target, std::string_view body);

 private:
  Answer exchange(std::string_view request);
  void send_all(std::string_view bytes);
  void receive_more();

  std::string key_;
  int socket_;
  std::string received_;
};

}  // namespace bench
