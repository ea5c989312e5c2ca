#include "common/store/recovery.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "common/base/logging.h"
#include "common/base/status_macros.h"

namespace jumelage {

void Recovery::StopWriting() {
  recovering_ = true;
  BlockReaders();
  trouble_ = StorageUnavailableError();
}

bool Recovery::TryRecover() {
  absl::Status status = log_.Recover();
  if (status.ok()) status = TakeOver();
  if (!status.ok()) {
    trouble_ = absl::IsResourceExhausted(status) ? StorageFullError() : StorageUnavailableError();
    return false;
  }
  LogLine(Severity::kInfo, "storage is usable again; writing continues");
  recovering_ = false;
  return true;
}

void Recovery::CatchUp() {
  // While a suspect view is repaired, readers get an error.
  if (view_.suspect() || !TakeOver().ok()) StopWriting();
}

void Recovery::BlockReaders() {
  view_.showing().Block();
  publisher_.publication().Block();
}

absl::Status Recovery::TakeOver() {
  JUMELAGE_RETURN_IF_ERROR(view_.CatchUp(log_));
  JUMELAGE_RETURN_IF_ERROR(PublishRest());
  publisher_.publication().Unblock();
  return absl::OkStatus();
}

absl::Status Recovery::PublishRest() {
  // Other appenders may add commits meanwhile. Publish only what the view has applied.
  while (publisher_.revision() < view_.applied()) {
    ReadLimits limits;
    // Skips commits that another appender has already compacted.
    const Revision after = std::max(publisher_.revision(), log_.oldest() - 1);
    if (after >= view_.applied()) {
      return absl::UnavailableError("the log was compacted beyond what the view has applied");
    }
    limits.max_commits = std::min(limits.max_commits, view_.applied() - after);
    absl::StatusOr<std::vector<store::v1::Commit>> commits = log_.Read(after, limits);
    if (absl::IsOutOfRange(commits.status())) continue;
    JUMELAGE_RETURN_IF_ERROR(commits.status());
    if (commits->empty()) return absl::DataLossError("the log ends before its head");
    publisher_.PublishOthers(*std::move(commits));
  }
  return absl::OkStatus();
}

void Recovery::ShowView() {
  const absl::Status shown = view_.Show();
  if (shown.ok()) return;
  LogLine(Severity::kError, "the view could not be shown; its latest commits will be applied again",
          {{"status", shown.ToString()}});
  StopWriting();
}

}  // namespace jumelage
