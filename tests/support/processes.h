#ifndef JUMELAGE_TESTS_SUPPORT_PROCESSES_H_
#define JUMELAGE_TESTS_SUPPORT_PROCESSES_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/base/mutex.h"

namespace jumelage {

// How long a test waits for a process: much longer than any healthy one takes, so that a slow
// machine doesn't fail the test.
inline constexpr absl::Duration kProcessDeadline = absl::Seconds(60);

// How a process ended.
struct ProcessEnd {
  // Its exit code, or -1 if a signal ended it.
  int exit_code = -1;
  // The signal that ended it, or 0 if it exited.
  int signal = 0;
};

// A program that runs alongside the test. Its output and errors are collected from the start.
// Destroying it kills the program. Thread-safe, except ReadLine, which only one thread may call.
class Process {
 public:
  // Starts `argv[0]`, a path, with the arguments `argv`, the test's environment and no input.
  // UNAVAILABLE: the system can't start it.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const std::vector<std::string>& argv);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  // Waits for the next line of its output and returns it without the newline. DEADLINE_EXCEEDED
  // after `timeout`; UNAVAILABLE if the output ended. Both contain the program's standard error.
  absl::StatusOr<std::string> ReadLine(absl::Duration timeout = kProcessDeadline);

  // Sends a signal. No effect once the program has ended.
  void Signal(int signal);

  // Waits for the end. DEADLINE_EXCEEDED after `timeout`.
  absl::StatusOr<ProcessEnd> Wait(absl::Duration timeout = kProcessDeadline);

  bool running() const;
  // Everything that it has written so far.
  std::string output() const;
  std::string errors() const;

 private:
  Process(pid_t pid, int output_fd, int errors_fd);

  // Collects what the program writes until it ends. Runs in its own thread.
  void Collect(int output_fd, int errors_fd);
  void AwaitEnd();

  const pid_t pid_;
  mutable Mutex mu_;
  CondVar changed_;
  std::string output_ ABSL_GUARDED_BY(mu_);
  std::string errors_ ABSL_GUARDED_BY(mu_);
  bool output_ended_ ABSL_GUARDED_BY(mu_) = false;
  absl::optional<ProcessEnd> end_ ABSL_GUARDED_BY(mu_);
  // How much of the output ReadLine has returned.
  size_t lines_read_to_ ABSL_GUARDED_BY(mu_) = 0;
  std::thread collector_;
};

// The result of a command.
struct CommandResult {
  int exit_code = -1;
  std::string output;
  std::string errors;
};

// Runs a program to its end. DEADLINE_EXCEEDED after `timeout`; ABORTED if a signal ended it.
absl::StatusOr<CommandResult> RunCommand(const std::vector<std::string>& argv,
                                         absl::Duration timeout = kProcessDeadline);

// Waits until `condition` is true by polling it every few milliseconds. DEADLINE_EXCEEDED after
// `timeout`, with `what` in the message.
absl::Status WaitUntil(absl::string_view what, absl::FunctionRef<bool()> condition,
                       absl::Duration timeout = kProcessDeadline);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_PROCESSES_H_
