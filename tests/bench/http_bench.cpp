#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <tests/bench/http_client.hpp>
#include <tests/bench/workload.hpp>

// http_bench: what wrk cannot measure on a running server.
//   http_bench freshness PORT KEY WRITES PER_SECOND   how old billing's copy is, seen by a caller
//   http_bench lag PORT KEY SECONDS                   what GET /v1/sync says, every 20 ms
//   http_bench applied PORT KEY                       waits until billing has applied all
// The first two print the number of samples, p50, p99 and the largest; the last the offset.
namespace {

using bench::Answer;
using bench::HttpClient;

void must(const Answer& answer, int status) {
  if (answer.status != status) throw std::runtime_error(answer.head + answer.body);
}

std::string between(const std::string& text, std::size_t from, const std::string& opening,
                    const std::string& closing) {
  const auto found = text.find(opening, from);
  if (found == std::string::npos) throw std::runtime_error("no " + opening + " in " + text);
  const auto begin = found + opening.size();
  return text.substr(begin, text.find_first_of(closing, begin) - begin);
}

void print(const char* what, const std::vector<double>& values) {
  std::printf("%s n %zu p50 %.3f p99 %.3f max %.3f\n", what, values.size(),
              bench::percentile(values, 50), bench::percentile(values, 99),
              bench::percentile(values, 100));
}

// From the answer to the write (its commit is durable) to the answer to a read of billing's copy
// that waits for it (its commit is durable too): commit to commit and one round trip of HTTP.
void freshness(int port, const std::string& key, int writes, double per_second) {
  HttpClient writer{port, key};
  HttpClient reader{port, key};
  std::vector<double> waited_ms;
  std::vector<double> read_ms;
  const double began = bench::now_seconds();
  for (int i = 0; i < writes; ++i) {
    const double next = began + i / per_second;
    std::this_thread::sleep_for(std::chrono::duration<double>(next - bench::now_seconds()));
    const auto email = bench::hex(static_cast<std::uint64_t>(i), 8) + "." +
                       std::to_string(::getpid()) + "@fresh.example.com";
    const auto written = writer.post("/v1/users", R"({"email":")" + email + R"("})");
    const double durable = bench::now_seconds();
    must(written, 201);
    const auto target = "/v1/customers?user_id=" + between(written.body, 0, R"("id":")", "\"");
    const auto wait_for = "Cleave-Wait-For: " + written.field("Cleave-Position") + "\r\n";
    const auto read = reader.get(target, wait_for);
    waited_ms.push_back((bench::now_seconds() - durable) * 1e3);
    must(read, 200);
    if (read.body.find(email) == std::string::npos) throw std::runtime_error("not there: " + email);
    const double again = bench::now_seconds();
    must(reader.get(target), 200);
    read_ms.push_back((bench::now_seconds() - again) * 1e3);
  }
  print("freshness_ms", waited_ms);
  print("read_alone_ms", read_ms);
}

// A number of billing's follower in what GET /v1/sync says.
double reported(HttpClient& client, const std::string& name) {
  const auto answer = client.get("/v1/sync");
  must(answer, 200);
  const auto follower = answer.body.find(R"("follower":"billing-follows-user")");
  return std::stod(between(answer.body, follower, '"' + name + "\":", ",}"));
}

void applied(int port, const std::string& key) {
  HttpClient client{port, key};
  while (reported(client, "lag_events") > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  std::printf("%.0f\n", reported(client, "offset"));
}

void lag(int port, const std::string& key, double seconds) {
  HttpClient client{port, key};
  std::vector<double> lag_ms;
  const double until = bench::now_seconds() + seconds;
  while (bench::now_seconds() < until) {
    lag_ms.push_back(reported(client, "lag_ms"));
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  print("lag_ms", lag_ms);
}

int run(const std::vector<std::string>& words) {
  const auto is = [&words](const char* command, std::size_t count) {
    return words.size() == count && words[0] == command;
  };
  if (is("freshness", 5)) {
    freshness(std::stoi(words[1]), words[2], std::stoi(words[3]), std::stod(words[4]));
    return EXIT_SUCCESS;
  }
  if (is("lag", 4)) {
    lag(std::stoi(words[1]), words[2], std::stod(words[3]));
    return EXIT_SUCCESS;
  }
  if (is("applied", 3)) {
    applied(std::stoi(words[1]), words[2]);
    return EXIT_SUCCESS;
  }
  std::fputs(
      "usage: http_bench freshness PORT KEY WRITES PER_SECOND | lag PORT KEY SECONDS"
      " | applied PORT KEY\n",
      stderr);
  return EXIT_FAILURE;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run({words + 1, words + count});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "http_bench: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
