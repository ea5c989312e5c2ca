#include "clients/cli/transfer/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "clients/cli/transfer/signal_removal.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

constexpr size_t kBufferBytes = 65536;
constexpr mode_t kPermissions = 0777;
// Linux follows this many symbolic links in a path.
constexpr int kMaxLinks = 40;

// Returns the descriptor of this process that `path` names, such as 1 for /dev/stdout.
std::optional<int> DescriptorOf(const std::filesystem::path& path) {
  const std::string text = path.lexically_normal().string();
  if (text == "/dev/stdout") return STDOUT_FILENO;
  if (text == "/dev/stderr") return STDERR_FILENO;
  for (const char* directory : {"/dev/fd/", "/proc/self/fd/"}) {
    absl::string_view number = text;
    int descriptor = -1;
    if (absl::ConsumePrefix(&number, directory) && absl::SimpleAtoi(number, &descriptor)) {
      return descriptor;
    }
  }
  return std::nullopt;
}

// Follows symbolic links to a descriptor of this process, or to a path that is not a link. That
// path may be missing.
std::filesystem::path WithoutLinks(std::filesystem::path path) {
  for (int links = 0; links < kMaxLinks && !DescriptorOf(path); ++links) {
    std::error_code error;
    const std::filesystem::path next = std::filesystem::read_symlink(path, error);
    if (error) break;
    path = path.parent_path() / next;
  }
  return path;
}

std::string DirectoryOf(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return directory.empty() ? "." : directory;
}

// Returns a path in the same directory that nothing has.
std::string NameBeside(const std::string& path) {
  return absl::StrCat(DirectoryOf(path), "/.jumelage-", FormatUuid(IdSource::Real()->UuidBytes()));
}

std::string LinkTo(int descriptor) { return absl::StrCat("/proc/self/fd/", descriptor); }

// Gives the new file the owner and permissions of the old one, so that the same users can read it.
// Without the right to keep the group, the group gets no permissions.
void TakePermissions(const struct stat& from, int to) {
  mode_t permissions = from.st_mode & kPermissions;
  if (fchown(to, from.st_uid, from.st_gid) != 0 &&
      fchown(to, static_cast<uid_t>(-1), from.st_gid) != 0) {
    permissions &= ~static_cast<mode_t>(S_IRWXG);
  }
  fchmod(to, permissions);
}

// Makes what was renamed in the directory survive a power failure. Not all file systems can, so
// errors don't count.
void SyncDirectory(const std::string& directory) {
  const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

NewFile::NewFile(std::string path, Unfinished unfinished)
    : path_(std::move(path)), unfinished_(unfinished), stream_(nullptr) {}

NewFile::~NewFile() {
  if (!name_.empty()) std::remove(name_.c_str());
  if (removal_) KeepOnSignal(*removal_);
}

absl::Status NewFile::Failed(absl::StatusCode code, int error) const {
  std::string message = absl::StrCat("can't write ", path_);
  if (error != 0) absl::StrAppend(&message, ": ", strerror(error));
  return absl::Status(code, message);
}

absl::Status NewFile::Open() {
  const std::filesystem::path place = WithoutLinks(path_);
  target_ = place.string();
  int descriptor = -1;
  struct stat status = {};
  if (const std::optional<int> inherited = DescriptorOf(place)) {
    descriptor = fcntl(*inherited, F_DUPFD_CLOEXEC, 0);
  } else if (stat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    descriptor = open(path_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
  } else {
    replaces_ = true;
    JUMELAGE_ASSIGN_OR_RETURN(descriptor, OpenReplacement());
  }
  if (descriptor < 0) return Failed(absl::StatusCode::kInvalidArgument, errno);
  buffer_.emplace(descriptor, std::ios::out | std::ios::binary, kBufferBytes);
  stream_.rdbuf(&*buffer_);
  return absl::OkStatus();
}

absl::StatusOr<int> NewFile::OpenReplacement() {
  struct stat old = {};
  const bool exists = stat(target_.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return Failed(absl::StatusCode::kInvalidArgument, errno);
  if (exists && faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0) {
    return Failed(absl::StatusCode::kInvalidArgument, errno);
  }
  // The umask applies to a missing file. The permissions of an existing one are set below; until
  // then, only the owner has any.
  const mode_t mode = exists ? S_IRUSR | S_IWUSR : 0666;
  int descriptor = -1;
  if (unfinished_ == Unfinished::kNamelessIfPossible && access(LinkTo(0).c_str(), F_OK) == 0) {
    descriptor = open(DirectoryOf(target_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  }
  if (descriptor < 0) {
    std::string name = NameBeside(target_);
    descriptor = open(name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
    if (descriptor < 0) return Failed(absl::StatusCode::kInvalidArgument, errno);
    name_ = std::move(name);
    removal_ = RemoveOnSignal(name_.c_str());
  }
  if (exists) TakePermissions(old, descriptor);
  return descriptor;
}

absl::Status NewFile::Name() {
  if (!name_.empty()) return absl::OkStatus();
  std::string name = NameBeside(target_);
  if (linkat(AT_FDCWD, LinkTo(buffer_->fd()).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) !=
      0) {
    return Failed(absl::StatusCode::kUnknown, errno);
  }
  name_ = std::move(name);
  removal_ = RemoveOnSignal(name_.c_str());
  return absl::OkStatus();
}

absl::Status NewFile::Finish() {
  errno = 0;
  if (!stream_.flush()) return Failed(absl::StatusCode::kUnknown, errno);
  if (replaces_) {
    // Not all file systems can sync; they report EINVAL.
    if (fsync(buffer_->fd()) != 0 && errno != EINVAL) {
      return Failed(absl::StatusCode::kUnknown, errno);
    }
    JUMELAGE_RETURN_IF_ERROR(Name());
  }
  if (buffer_->close() == nullptr) return Failed(absl::StatusCode::kUnknown, errno);
  return absl::OkStatus();
}

absl::Status NewFile::Commit() {
  JUMELAGE_RETURN_IF_ERROR(Finish());
  if (!replaces_) return absl::OkStatus();
  if (std::rename(name_.c_str(), target_.c_str()) != 0) {
    return Failed(absl::StatusCode::kUnknown, errno);
  }
  if (removal_) KeepOnSignal(*std::exchange(removal_, std::nullopt));
  name_.clear();
  SyncDirectory(DirectoryOf(target_));
  return absl::OkStatus();
}

}  // namespace jumelage::cli
