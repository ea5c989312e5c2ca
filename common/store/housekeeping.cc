#include "common/store/housekeeping.h"

#include <algorithm>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/logging.h"
#include "common/store/error_for_caller.h"

namespace jumelage {
namespace {

// Run waits at least this long after an attempt to scrub, since each attempt rewrites the whole
// files.
constexpr absl::Duration kScrubInterval = absl::Seconds(10);
constexpr absl::Duration kMaintainInterval = absl::Milliseconds(200);

}  // namespace

void Housekeeping::FinishRedactions(std::vector<WriteItem>* items) {
  const bool redacted =
      std::any_of(items->begin(), items->end(), [](const WriteItem& item) { return item.redacts; });
  if (!redacted || !log_.scrub_due() || Scrub().ok()) return;
  for (WriteItem& item : *items) {
    if (!item.redacts || !item.result.status.ok()) continue;
    item.result.status = CommitOutcomeUnknownError();
    item.result.replayed = nullptr;
  }
}

void Housekeeping::Run() {
  if (log_.scrub_due() && Clock::Real()->Now() - last_scrub_ > kScrubInterval) {
    Scrub().IgnoreError();  // Scrub has logged it, and the scrub is still due
  }
  Compact();
}

void Housekeeping::End() {
  for (const Compaction& compaction : compactor_.Close()) {
    if (compaction.done) compaction.done(ShuttingDownError());
  }
}

absl::Status Housekeeping::Scrub() {
  absl::Status scrubbed = log_.Scrub([this] { return view_.Scrub(); });
  last_scrub_ = Clock::Real()->Now();
  if (scrubbed.ok()) {
    scrubbed_to_ = log_.oldest();
    LogLine(Severity::kInfo, "the databases were rewritten");
    return scrubbed;
  }
  LogLine(Severity::kWarning, "the databases could not be rewritten",
          {{"status", scrubbed.ToString()}});
  // If the disk was full, nothing was changed, except that the view may have lost changes that it
  // had not shown.
  if (!absl::IsResourceExhausted(scrubbed) || recovery_.behind()) recovery_.StopWriting();
  return scrubbed;
}

void Housekeeping::Compact() {
  absl::StatusOr<std::vector<Compaction>> step = compactor_.Step();
  absl::Status status = step.status();
  std::vector<Compaction> ended;
  if (step.ok()) {
    ended = *std::move(step);
  } else {
    LogLine(Severity::kWarning, "history could not be compacted", {{"status", status.ToString()}});
    recovery_.StopWriting();
    for (Compaction& compaction : compactor_.TakeAll()) ended.push_back(std::move(compaction));
  }
  const bool asked = std::any_of(ended.begin(), ended.end(), [](const Compaction& compaction) {
    return compaction.done != nullptr;
  });
  if (!asked) return;
  // A caller that requests a compaction expects to get disk space back, if any can be freed.
  if (status.ok() && log_.oldest() > scrubbed_to_) status = Scrub();
  answers_.Run([ended = std::move(ended), status = ErrorForCaller(status)] {
    for (const Compaction& compaction : ended) {
      if (compaction.done) compaction.done(status);
    }
  });
}

Maintainer::Maintainer(Log* log, View* view, Compactor* compactor, std::function<void()> wake)
    : log_(*log), view_(*view), compactor_(*compactor), wake_(std::move(wake)), thread_([this] {
        Loop();
      }) {}

Maintainer::~Maintainer() { Stop(); }

void Maintainer::Stop() {
  {
    MutexLock lock(&mu_);
    if (stopping_) return;
    stopping_ = true;
    stopped_.SignalAll();
  }
  thread_.join();
}

void Maintainer::Loop() {
  for (;;) {
    {
      MutexLock lock(&mu_);
      if (!stopping_) stopped_.WaitFor(&mu_, kMaintainInterval);
      if (stopping_) return;
    }
    // Failures here cost disk space, not data. If they persist, the next commit fails too.
    log_.Maintain().IgnoreError();
    view_.Maintain().IgnoreError();
    compactor_.AddAged();
    // The writer must repair a suspect view even if there is nothing to write.
    if (view_.suspect() || !compactor_.idle()) wake_();
  }
}

}  // namespace jumelage
