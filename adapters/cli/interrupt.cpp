#include <adapters/cli/interrupt.hpp>

#include <signal.h>

#include <array>
#include <atomic>

namespace cli {
namespace {

constexpr std::array signals{SIGINT, SIGTERM};

std::atomic<bool> signalled{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler writes it");

void note(int) { signalled = true; }

}  // namespace

Interrupt::Interrupt() {
  signalled = false;
  struct sigaction action {};
  action.sa_handler = note;
  action.sa_flags = SA_RESETHAND;
  for (const int signal : signals) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);  // nohup
  }
}

Interrupt::~Interrupt() {
  for (const int signal : signals) {
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    if (now.sa_handler == note) ::signal(signal, SIG_DFL);
  }
}

bool Interrupt::came() { return signalled; }

}  // namespace cli
