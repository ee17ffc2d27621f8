#include <app/demo.hpp>

#include <stdlib.h>

#include <chrono>
#include <exception>
#include <filesystem>
#include <system_error>

#include <adapters/cli/stop.hpp>
#include <app/demo_display.hpp>
#include <app/demo_interrupt.hpp>
#include <app/demo_processes.hpp>
#include <app/demo_server.hpp>
#include <app/demo_tour.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;
using cli::ExitCode;
using cli::Stop;

// A folder for one demo: a new one among the temporary files, gone with this object, or the empty
// one that was named, which stays.
class Folder {
 public:
  explicit Folder(const std::optional<std::string>& named) : kept_(named.has_value()) {
    std::error_code error;
    if (named) {
      path_ = fs::absolute(*named, error);
      if (fs::exists(path_, error) && !fs::is_empty(path_, error)) {
        throw Stop(ExitCode::file, path_.string() + " is not empty",
                   "name a folder that is empty or not there yet; the demo wants one of its own");
      }
      const bool is_new = fs::create_directories(path_, error);
      if (is_new && !error) fs::permissions(path_, fs::perms::owner_all, error);
    } else {
      auto pattern = (fs::temp_directory_path(error) / "cleave-demo-XXXXXX").string();
      if (::mkdtemp(pattern.data()) == nullptr) error = {errno, std::generic_category()};
      path_ = pattern;
    }
    if (error) throw Stop(ExitCode::file, path_.string() + " cannot be made: " + error.message());
  }
  ~Folder() {
    std::error_code error;
    if (!kept_) fs::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const fs::path& path() const { return path_; }
  bool kept() const { return kept_; }
  void keep() { kept_ = true; }

 private:
  fs::path path_;
  bool kept_;
};

void summarise(demo::Display& display, const demo::Totals& totals, const std::string& took) {
  const auto number = [](std::uint64_t count) {
    return cli::grouped(static_cast<std::int64_t>(count));
  };
  display.blank();
  display.title("In " + took);
  display.say("users", number(totals.agreement.users) + " at user, " +
                           number(totals.agreement.customers) + " customers at billing, " +
                           (totals.agreement.unlike.empty() ? "all alike" : "NOT all alike"));
  display.say("events", number(totals.events) + " in two logs");
  display.say("billing", demo::count_text(totals.subscriptions, "subscription") + ", " +
                             demo::count_text(totals.invoices, "invoice") + ", " +
                             totals.received + " received");
  display.say("acknowledged", number(totals.acknowledged) + " writes under load, over " +
                                  demo::count_text(static_cast<std::uint64_t>(totals.kills),
                                                   "SIGKILL"));
  display.say("checks", std::to_string(display.checks()) + ", " +
                            (display.failed() == 0 ? "all hold"
                                                   : std::to_string(display.failed()) + " FAILED"));
}

void say_next(demo::Display& display, const Folder& folder) {
  display.blank();
  display.title("Next");
  if (folder.kept()) {
    const auto data = folder.path().string();
    display.say("serve it", "cleave serve --data " + data);
    display.say("look around", "cleave user list --data " + data);
    display.say("", "cleave sync status --data " + data);
  } else {
    display.say("removed", folder.path().string() + "; to keep one: cleave demo --data ./demo");
    display.say("your own", "cleave serve --data ./data");
    display.say("split", "./dev demo --topology split");
  }
}

void tour(demo::Installation& installation, std::uint64_t users, demo::Display& display) {
  const auto begun = std::chrono::steady_clock::now();
  const auto totals = demo::Tour{installation, users, display}.run();
  summarise(display, totals, demo::duration_text(std::chrono::steady_clock::now() - begun));
}

int tour_of_what_runs(const std::string& folder, std::uint64_t users, demo::Display& display) {
  demo::Processes processes{folder};
  tour(processes, users, display);
  if (display.failed() == 0) return 0;
  display.blank();
  display.say("read", "what the processes said, in " + folder + "; please report this");
  return static_cast<int>(ExitCode::refused);
}

int tour_of_a_new_server(const cli::DemoOptions& options, demo::Display& display) {
  Folder folder{options.settings.data};
  try {
    demo::Server server{folder.path()};
    tour(server, options.users, display);
  } catch (const demo::Interrupted&) {
    throw;
  } catch (const std::exception& failure) {
    folder.keep();  // with the server's last words in it
    display.say("kept", folder.path().string());
    if (display.failed() == 0) throw;
    display.say("ended", failure.what());
  }
  if (display.failed() == 0) {
    say_next(display, folder);
    return 0;
  }
  folder.keep();
  display.blank();
  display.say("kept", folder.path().string() + ", to look into; please report this");
  return static_cast<int>(ExitCode::refused);
}

}  // namespace

int run_demo(const cli::DemoOptions& options, cli::Terminal& terminal) {
  {
    const demo::Interrupt interrupt;
    try {
      demo::Display display{terminal};
      display.title("cleave demo: user and billing, each with its own database, kept in step");
      return options.at ? tour_of_what_runs(*options.at, options.users, display)
                        : tour_of_a_new_server(options, display);
    } catch (const demo::Interrupted&) {
      terminal.err << "\ninterrupted\n" << std::flush;
    }
  }
  demo::Interrupt::end_process();
}

}  // namespace app
