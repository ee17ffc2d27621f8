#pragma once

#include <exception>

namespace app::demo {

// Thrown where a person had enough.
struct Interrupted : std::exception {
  const char* what() const noexcept override { return "interrupted"; }
};

// Interrupt: while it lives, Ctrl-C, SIGTERM and SIGHUP end the demo in order, so that its server
// and its folder go with it. One at a time in a process.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // The signal that came; 0 while there is none. From any thread.
  static int signal();
  // Throws Interrupted once a signal came.
  static void check();
  // Ends this process by the signal that came, so that its caller sees why.
  [[noreturn]] static void end_process();
};

}  // namespace app::demo
