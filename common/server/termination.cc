#include "common/server/termination.h"

#include <pthread.h>
#include <signal.h>

#include <cstdlib>

namespace jumelage {
namespace {

sigset_t Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

}  // namespace

TerminationSignals::TerminationSignals() {
  const sigset_t signals = Signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int TerminationSignals::Wait() {
  const sigset_t signals = Signals();
  int signal = 0;
  // sigwait fails only if the set contains an invalid signal.
  if (sigwait(&signals, &signal) != 0) std::abort();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  return signal;
}

}  // namespace jumelage
