#include <app/ready.hpp>

#include <adapters/cli/http_backend.hpp>
#include <adapters/cli/stop.hpp>
#include <app/data_folder.hpp>

namespace app {
namespace {

using cli::ExitCode;
using cli::Stop;

// Of a check that is repeated: one that takes longer has failed.
constexpr std::chrono::seconds answer_max{4};

}  // namespace

std::string ask_whether_ready(const Config& config) {
  const auto& folder = config.settings().data_dir;
  const auto state = probe(folder);
  if (state.address.empty()) {
    throw Stop(ExitCode::unavailable, "no server listens (yet) that works on " + folder);
  }
  cli::HttpBackend server{cli::ServerAddress::parse(state.address), "", answer_max,
                          config.settings().http_tls_certificate};
  http::Request request;
  request.method = "GET";
  request.path = "/readyz";
  const auto answer = server.request(std::move(request));
  if (answer.status != 200) {
    throw Stop(ExitCode::unavailable, state.address + " is not ready: " + answer.body);
  }
  return state.address + " is ready";
}

}  // namespace app
