#include "tests/support/processes.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// The two ends of a pipe that other child processes don't inherit.
struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe MakePipe() {
  int ends[2];
  // A test can't continue if there are no file descriptors left.
  if (pipe2(ends, O_CLOEXEC) != 0) abort();
  return Pipe{ends[0], ends[1]};
}

// Waits for data and sets `text` to the data that can be read. Returns false at the end of the
// file.
bool ReadSome(int fd, std::string* text) {
  char buffer[16384];
  ssize_t length;
  do {
    length = read(fd, buffer, sizeof(buffer));
  } while (length < 0 && errno == EINTR);
  if (length <= 0) return false;
  text->assign(buffer, length);
  return true;
}

// Waits until `condition` is true or `deadline` has passed; `changed` signals that the condition
// may have changed. Returns whether the condition is true.
template <typename Condition>
bool Await(Mutex* mu, CondVar* changed, absl::Time deadline, Condition condition)
    ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
  while (!condition()) {
    const absl::Duration left = deadline - Clock::Real()->Now();
    if (left <= absl::ZeroDuration()) return false;
    changed->WaitFor(mu, left);
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Process>> Process::Start(const std::vector<std::string>& argv) {
  const Pipe output = MakePipe();
  const Pipe errors = MakePipe();
  std::vector<char*> arguments;
  for (const std::string& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, errors.write_end, STDERR_FILENO);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, argv[0].c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  close(output.write_end);
  close(errors.write_end);
  if (error != 0) {
    close(output.read_end);
    close(errors.read_end);
    return absl::UnavailableError(absl::StrCat("can't run ", argv[0], ": ", strerror(error)));
  }
  return absl::WrapUnique(new Process(pid, output.read_end, errors.read_end));
}

Process::Process(pid_t pid, int output_fd, int errors_fd)
    : pid_(pid), collector_([this, output_fd, errors_fd] { Collect(output_fd, errors_fd); }) {}

Process::~Process() {
  Signal(SIGKILL);
  collector_.join();
}

void Process::Collect(int output_fd, int errors_fd) {
  pollfd fds[] = {{output_fd, POLLIN, 0}, {errors_fd, POLLIN, 0}};
  int open = 2;
  while (open > 0) {
    if (poll(fds, 2, -1) < 0) continue;
    for (pollfd& fd : fds) {
      if (fd.fd < 0 || fd.revents == 0) continue;
      std::string text;
      const bool more = ReadSome(fd.fd, &text);
      MutexLock lock(&mu_);
      const bool is_output = &fd == &fds[0];
      (is_output ? output_ : errors_) += text;
      if (!more) {
        close(fd.fd);
        fd.fd = -1;  // poll ignores negative file descriptors.
        --open;
        if (is_output) output_ended_ = true;
      }
      changed_.SignalAll();
    }
  }
  AwaitEnd();
}

void Process::AwaitEnd() {
  // First wait without reaping the process, then reap it under the mutex. Otherwise Signal could
  // reach a different process that got the same id.
  siginfo_t info;
  while (waitid(P_PID, pid_, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) continue;
  MutexLock lock(&mu_);
  int status = 0;
  waitpid(pid_, &status, 0);
  ProcessEnd end;
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  end_ = end;
  changed_.SignalAll();
}

absl::StatusOr<std::string> Process::ReadLine(absl::Duration timeout) {
  const absl::Time deadline = Clock::Real()->Now() + timeout;
  MutexLock lock(&mu_);
  size_t newline = std::string::npos;
  Await(&mu_, &changed_, deadline, [this, &newline]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    newline = output_.find('\n', lines_read_to_);
    return newline != std::string::npos || output_ended_;
  });
  if (newline == std::string::npos) {
    const std::string told = absl::StrCat("; its errors: ", errors_);
    if (output_ended_) return absl::UnavailableError("the output ended" + told);
    return absl::DeadlineExceededError("no line of output" + told);
  }
  const std::string line = output_.substr(lines_read_to_, newline - lines_read_to_);
  lines_read_to_ = newline + 1;
  return line;
}

void Process::Signal(int signal) {
  MutexLock lock(&mu_);
  if (!end_) kill(pid_, signal);
}

absl::StatusOr<ProcessEnd> Process::Wait(absl::Duration timeout) {
  const absl::Time deadline = Clock::Real()->Now() + timeout;
  MutexLock lock(&mu_);
  Await(&mu_, &changed_, deadline,
        [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return end_.has_value(); });
  if (!end_) return absl::DeadlineExceededError(absl::StrCat("process ", pid_, " did not end"));
  return *end_;
}

bool Process::running() const {
  MutexLock lock(&mu_);
  return !end_.has_value();
}

std::string Process::output() const {
  MutexLock lock(&mu_);
  return output_;
}

std::string Process::errors() const {
  MutexLock lock(&mu_);
  return errors_;
}

absl::StatusOr<CommandResult> RunCommand(const std::vector<std::string>& argv,
                                         absl::Duration timeout) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<Process> process, Process::Start(argv));
  JUMELAGE_ASSIGN_OR_RETURN(const ProcessEnd end, process->Wait(timeout));
  if (end.signal != 0) {
    return absl::AbortedError(
        absl::StrCat(argv[0], " was ended by signal ", end.signal, ": ", process->errors()));
  }
  return CommandResult{end.exit_code, process->output(), process->errors()};
}

absl::Status WaitUntil(absl::string_view what, absl::FunctionRef<bool()> condition,
                       absl::Duration timeout) {
  const absl::Time deadline = Clock::Real()->Now() + timeout;
  while (!condition()) {
    if (Clock::Real()->Now() >= deadline) {
      return absl::DeadlineExceededError(absl::StrCat("timed out waiting for: ", what));
    }
    Clock::Real()->Sleep(absl::Milliseconds(5));
  }
  return absl::OkStatus();
}

}  // namespace jumelage
