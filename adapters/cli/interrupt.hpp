#pragma once

namespace cli {

// Interrupt: while it lives, Ctrl-C and SIGTERM do not end the process but are remembered, so that
// a command that goes on for ever can end in order. A second one ends the process. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  static bool came();
};

}  // namespace cli
