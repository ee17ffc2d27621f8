#include <app/demo_import.hpp>

#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>

namespace app::demo {
namespace {

namespace bj = boost::json;

constexpr std::array names{"Ada", "Grace", "Edsger", "Barbara", "Donald", "Frances", "Tony",
                           "Radia", "Niklaus", "Shafi", "Leslie", "Hedy", "Alan", "Katherine"};

bj::object row(std::uint64_t line) {
  const std::string name = names[line % names.size()];
  const auto number = std::to_string(line);
  return {{"line", line},
          {"email", "user-" + number + "@example.com"},
          {"display_name", name + ' ' + number},
          {"locale", "en"}};
}

}  // namespace

Import::Import(const Installation& installation, std::uint64_t users)
    : client_(installation),
      users_(users),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Import::run(const std::stop_token& stop) {
  try {
    for (std::uint64_t sent = 0; sent < users_ && !stop.stop_requested();
         sent += rows_per_request) {
      send(sent + 1, std::min(rows_per_request, users_ - sent));
    }
  } catch (...) {
    failure_ = std::current_exception();
  }
  ended_ = true;
}

void Import::send(std::uint64_t first, std::uint64_t rows) {
  bj::array batch;
  for (std::uint64_t line = first; line < first + rows; ++line) batch.push_back(row(line));
  const auto answer =
      client_.send("POST", "/v1/users/import", {{"rows", std::move(batch)}});
  const auto& results = answer.body.at("results").as_array();
  for (const auto& result : results) ids_.push_back(text_of(result.as_object(), "id"));
  if (number_of(answer.body, "created") != rows || results.size() != rows) {
    throw cli::Stop(cli::ExitCode::internal, "an import did not create every row");
  }
  created_ += rows;
}

std::vector<std::string> Import::result() {
  thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(ids_);
}

}  // namespace app::demo
