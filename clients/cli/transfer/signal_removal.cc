#include "clients/cli/transfer/signal_removal.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

namespace jumelage::cli {
namespace {

// The signals that end a process and that it can catch. Those of a crash are left out, because a
// crashed process should run no more code.
constexpr int kSignals[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU, SIGXFSZ};

// The command writes one file at a time, or two if an import also keeps a resume file.
constexpr int kMaxFiles = 4;

std::array<std::atomic<const char*>, kMaxFiles>& Files() {
  static std::array<std::atomic<const char*>, kMaxFiles> files = {};
  return files;
}

// Calls only functions that are safe in a signal handler.
void RemoveAndEnd(int signal) {
  for (std::atomic<const char*>& file : Files()) {
    const char* const path = file.exchange(nullptr);
    if (path != nullptr) unlink(path);
  }
  // The parent sees the same end as without this handler.
  std::signal(signal, SIG_DFL);
  raise(signal);
}

void HandleSignals() {
  for (const int signal : kSignals) {
    struct sigaction action = {};
    if (sigaction(signal, nullptr, &action) != 0 || action.sa_handler != SIG_DFL) continue;
    action = {};
    action.sa_handler = RemoveAndEnd;
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace

std::optional<int> RemoveOnSignal(const char* path) {
  for (int i = 0; i < kMaxFiles; ++i) {
    const char* none = nullptr;
    if (!Files()[static_cast<size_t>(i)].compare_exchange_strong(none, path)) continue;
    HandleSignals();
    return i;
  }
  return std::nullopt;
}

void KeepOnSignal(int registration) { Files()[static_cast<size_t>(registration)] = nullptr; }

}  // namespace jumelage::cli
