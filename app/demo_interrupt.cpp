#include <app/demo_interrupt.hpp>

#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>

namespace app::demo {
namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

std::atomic<int> came{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler writes it");

void note(int signal) { came = signal; }

}  // namespace

Interrupt::Interrupt() {
  came = 0;
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESETHAND;  // a second one does not wait for anything
  for (const int signal : signals) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);  // nohup
  }
  ::signal(SIGPIPE, SIG_IGN);  // the server is killed while requests are written to it
}

Interrupt::~Interrupt() {
  for (const int signal : signals) {
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    if (now.sa_handler == note) ::signal(signal, SIG_DFL);
  }
}

int Interrupt::signal() { return came; }

void Interrupt::check() {
  if (came != 0) throw Interrupted{};
}

void Interrupt::end_process() {
  ::signal(came, SIG_DFL);
  ::raise(came);
  ::_exit(128 + came);
}

}  // namespace app::demo
