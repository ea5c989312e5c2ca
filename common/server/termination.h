#ifndef JUMELAGE_COMMON_SERVER_TERMINATION_H_
#define JUMELAGE_COMMON_SERVER_TERMINATION_H_

namespace jumelage {

// SIGTERM and SIGINT as something to wait for. Made first thing in main, before any thread: threads
// inherit the mask that holds the signals back, and one that does not would be killed by them.
class TerminationSignals {
 public:
  TerminationSignals();
  TerminationSignals(const TerminationSignals&) = delete;
  TerminationSignals& operator=(const TerminationSignals&) = delete;

  // Blocks until one of the signals comes, and returns it. From then on they have their usual
  // effect on the calling thread, so that a second Ctrl-C ends a process that takes long to stop.
  int Wait();
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_TERMINATION_H_
