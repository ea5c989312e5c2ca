#ifndef JUMELAGE_COMMON_SERVER_TERMINATION_H_
#define JUMELAGE_COMMON_SERVER_TERMINATION_H_

namespace jumelage {

// Waits for SIGTERM and SIGINT. Create it first in main, before any thread. Threads inherit the
// mask that blocks the signals. In a thread without this mask, a signal would kill the process.
class TerminationSignals {
 public:
  TerminationSignals();
  TerminationSignals(const TerminationSignals&) = delete;
  TerminationSignals& operator=(const TerminationSignals&) = delete;

  // Blocks until one of the signals arrives, and returns it. Afterwards the calling thread no
  // longer blocks the signals, so a second Ctrl-C ends a process that takes long to stop.
  int Wait();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_TERMINATION_H_
