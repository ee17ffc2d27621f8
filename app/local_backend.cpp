#include <app/local_backend.hpp>

#include <future>

#include <adapters/cli/handler_backend.hpp>
#include <adapters/system/token.hpp>
#include <app/faces.hpp>
#include <app/options.hpp>

namespace app {
namespace {

constexpr std::chrono::seconds catch_up_max{10};

// Waits until every follower has what its source has, or stopped, or the bound.
void catch_up(Core& core) {
  std::promise<void> done;
  core.progress.wait(
      [](const os::Board& board) {
        for (const auto& follower : board.followers) {
          const auto* source = board.log(follower.source);
          if (follower.stopped.empty() && source != nullptr &&
              follower.offset < source->head.offset) {
            return false;
          }
        }
        return true;
      },
      os::Progress::Clock::now() + catch_up_max, [&done](os::WaitEnd) { done.set_value(); });
  done.get_future().wait();
}

class LocalBackend final : public cli::Backend {
 public:
  LocalBackend(const Settings& settings, FolderUse use)
      : folder_(settings.data_dir, use),
        core_(core_options(settings, {})),
        metrics_(core_.progress, core_.clock.now()),
        faces_(core_, metrics_, [] { return std::string{}; }),
        backend_(faces_.handler(),
                 place_of(settings) + " (no server runs on it)") {
    core_.start();
    // Who may open the files may do everything; this key lives as long as this object.
    faces_.keys().add(core_.digest.hash256(token_), {"local", {"admin"}, {}});
    catch_up(core_);
  }

  http::Response request(http::Request request) override {
    request.headers.emplace_back("authorization", "Bearer " + token_);
    return backend_.request(std::move(request));
  }
  std::string place() const override { return backend_.place(); }

 private:
  const std::string token_ = os::draw_token();
  DataFolder folder_;
  Core core_;
  Metrics metrics_;
  Faces faces_;
  cli::HandlerBackend backend_;
};

}  // namespace

std::unique_ptr<cli::Backend> open_locally(const Settings& settings, FolderUse use) {
  return std::make_unique<LocalBackend>(settings, use);
}

}  // namespace app
