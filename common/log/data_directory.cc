#include "common/log/data_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

constexpr mode_t kDirectoryMode = 0750;
constexpr mode_t kFileMode = 0640;
constexpr size_t kMaxFormatBytes = 4096;

std::string LockPath(const std::string& directory) { return directory + "/LOCK"; }
std::string FormatPath(const std::string& directory) { return directory + "/FORMAT"; }

absl::Status SystemError(absl::string_view doing, const std::string& path, int error) {
  const std::string message = absl::StrCat("can't ", doing, " ", path, ": ", strerror(error));
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message);
  return absl::PermissionDeniedError(message);
}

// Returns the content of an open file, or its first kMaxFormatBytes bytes if it is longer.
absl::StatusOr<std::string> ReadAll(int fd, const std::string& path) {
  std::string bytes(kMaxFormatBytes, '\0');
  const ssize_t length = pread(fd, &bytes[0], bytes.size(), 0);
  if (length < 0) return SystemError("read", path, errno);
  bytes.resize(static_cast<size_t>(length));
  return bytes;
}

absl::Status WriteAndSync(int fd, const std::string& path, const std::string& text) {
  errno = 0;
  const ssize_t written = pwrite(fd, text.data(), text.size(), 0);
  if (written != static_cast<ssize_t>(text.size())) {
    return SystemError("write", path, errno == 0 ? ENOSPC : errno);
  }
  if (fsync(fd) != 0) return SystemError("sync", path, errno);
  return absl::OkStatus();
}

absl::StatusOr<Format> ParseFormat(const std::string& text) {
  std::map<std::string, std::string> values;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    const std::pair<std::string, std::string> pair = absl::StrSplit(line, absl::MaxSplits(": ", 1));
    values.insert(pair);
  }
  int number = 0;
  if (!absl::SimpleAtoi(values["format"], &number) || number < 1) {
    return absl::FailedPreconditionError("the file FORMAT of the data directory is damaged");
  }
  // Checked before the other keys, since a newer format may have different ones.
  if (number > kFormatNumber) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the data directory has format ", number, ", but this program reads formats only up to ",
        kFormatNumber, ": use a newer program"));
  }
  Format format{values["service"], values["log_id"]};
  if (format.service.empty() || format.log_id.empty()) {
    return absl::FailedPreconditionError("the file FORMAT of the data directory is damaged");
  }
  return format;
}

}  // namespace

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Acquire(
    const std::string& directory) {
  const std::string path = LockPath(directory);
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode);
  if (fd < 0) return SystemError("open", path, errno);
  auto close_fd = absl::MakeCleanup([fd] { close(fd); });
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return SystemError("lock", path, errno);
    JUMELAGE_ASSIGN_OR_RETURN(const std::string holder, ReadAll(fd, path));
    const absl::string_view pid = absl::StripAsciiWhitespace(holder);
    return absl::FailedPreconditionError(
        absl::StrCat("the data directory ", directory, " is in use by process ",
                     pid.empty() ? "(its number is not known yet)" : pid));
  }
  const std::string pid = absl::StrCat(getpid(), "\n");
  if (ftruncate(fd, 0) != 0 ||
      pwrite(fd, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return SystemError("write", path, errno);
  }
  std::move(close_fd).Cancel();
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(fd));
}

DirectoryLock::~DirectoryLock() { close(fd_); }

absl::Status MakeDirectory(const std::string& directory) {
  if (directory.empty()) return absl::PermissionDeniedError("the data directory has no name");
  size_t end = 0;
  while (end != std::string::npos) {
    end = directory.find('/', end + 1);
    const std::string path = directory.substr(0, end);
    if (mkdir(path.c_str(), kDirectoryMode) == 0) continue;
    const int error = errno;
    struct stat info;
    if (stat(path.c_str(), &info) != 0) return SystemError("make", path, error);
    if (!S_ISDIR(info.st_mode)) return SystemError("make", path, ENOTDIR);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Format>> ReadFormat(const std::string& directory) {
  const std::string path = FormatPath(directory);
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return std::nullopt;
  if (fd < 0) return SystemError("open", path, errno);
  const auto close_fd = absl::MakeCleanup([fd] { close(fd); });
  JUMELAGE_ASSIGN_OR_RETURN(const std::string text, ReadAll(fd, path));
  JUMELAGE_ASSIGN_OR_RETURN(Format format, ParseFormat(text));
  return format;
}

absl::Status WriteFormat(const std::string& directory, const Format& format) {
  const std::string text = absl::StrCat("format: ", kFormatNumber, "\nservice: ", format.service,
                                        "\nlog_id: ", format.log_id, "\n");
  const std::string path = FormatPath(directory);
  const std::string unfinished = path + ".tmp";
  const int fd = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kFileMode);
  if (fd < 0) return SystemError("make", unfinished, errno);
  {
    const auto close_fd = absl::MakeCleanup([fd] { close(fd); });
    JUMELAGE_RETURN_IF_ERROR(WriteAndSync(fd, unfinished, text));
  }
  if (rename(unfinished.c_str(), path.c_str()) != 0) return SystemError("make", path, errno);
  return SyncDirectory(directory);
}

absl::Status SyncDirectory(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError("open", directory, errno);
  const auto close_fd = absl::MakeCleanup([fd] { close(fd); });
  if (fsync(fd) != 0) return SystemError("sync", directory, errno);
  return absl::OkStatus();
}

}  // namespace jumelage
