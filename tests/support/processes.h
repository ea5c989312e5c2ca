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

// How long a test waits for a process. This is much longer than any healthy process takes, so that
// the test also passes on a slow machine.
inline constexpr absl::Duration kProcessDeadline = absl::Seconds(60);

// How a process ended.
struct ProcessEnd {
  // The process's exit code, or -1 if a signal ended it.
  int exit_code = -1;
  // The signal that ended the process, or 0 if it exited.
  int signal = 0;
};

// A program that runs alongside the test. Its standard output and error are collected from the
// start. The destructor kills the program. Thread-safe, except that only one thread may call
// ReadLine.
class Process {
 public:
  // Starts the program at the path `argv[0]`, with the arguments `argv`, the test's environment and
  // no input. Returns UNAVAILABLE if the system can't start it.
  static absl::StatusOr<std::unique_ptr<Process>> Start(const std::vector<std::string>& argv);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  // Waits for the next line of the program's output, and returns it without the newline. Returns
  // DEADLINE_EXCEEDED after `timeout`, and UNAVAILABLE if the output ended. Both errors contain the
  // program's standard error.
  absl::StatusOr<std::string> ReadLine(absl::Duration timeout = kProcessDeadline);

  // Sends a signal to the program. Has no effect once the program has ended.
  void Signal(int signal);

  // Waits until the program ends. Returns DEADLINE_EXCEEDED after `timeout`.
  absl::StatusOr<ProcessEnd> Wait(absl::Duration timeout = kProcessDeadline);

  bool running() const;
  // Everything that the program has written so far, to standard output and to standard error.
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

// Runs a program to its end. Returns UNAVAILABLE if the system can't start it, DEADLINE_EXCEEDED if
// it doesn't end within `timeout`, and ABORTED if a signal ended it.
absl::StatusOr<CommandResult> RunCommand(const std::vector<std::string>& argv,
                                         absl::Duration timeout = kProcessDeadline);

// Waits until `condition` is true, checking it every few milliseconds. Returns DEADLINE_EXCEEDED,
// with `what` in the message, if it is still false after `timeout`.
absl::Status WaitUntil(absl::string_view what, absl::FunctionRef<bool()> condition,
                       absl::Duration timeout = kProcessDeadline);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_PROCESSES_H_
