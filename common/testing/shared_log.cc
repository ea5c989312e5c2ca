#include "common/testing/shared_log.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/ids.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

constexpr size_t kCommitIdBytes = 16;

// Returns INVALID_ARGUMENT unless every commit has an id of 16 bytes and continues the previous
// commit of the batch.
absl::Status CheckBatch(absl::Span<const store::v1::Commit> batch) {
  for (size_t i = 0; i < batch.size(); ++i) {
    if (batch[i].commit_id().size() != kCommitIdBytes) {
      return absl::InvalidArgumentError("a commit has no id");
    }
    if (i > 0 && (batch[i].revision() != batch[i - 1].revision() + 1 ||
                  batch[i].previous_commit_id() != batch[i - 1].commit_id())) {
      return absl::InvalidArgumentError("a commit does not continue the one before it");
    }
  }
  return absl::OkStatus();
}

absl::Status NotKept() { return absl::OutOfRangeError("not kept"); }

}  // namespace

// The Log of one appender. See SharedLogPlace.
class SharedLog : public Log {
 public:
  SharedLog(SharedLogPlace* place, std::shared_ptr<SharedLogPlace::Listener> listener)
      : place_(*place), listener_(std::move(listener)) {}
  ~SharedLog() override {
    Tail(nullptr);
    MutexLock lock(&place_.mu_);
    auto& all = place_.listeners_;
    all.erase(std::find(all.begin(), all.end(), listener_));
  }

  const std::string& log_id() const override { return place_.log_id_; }
  bool others_append() const override { return true; }
  Revision head() const override {
    MutexLock lock(&place_.mu_);
    return listener_->known;
  }
  std::string head_commit_id() const override {
    MutexLock lock(&place_.mu_);
    return place_.IdOf(listener_->known);
  }
  Revision oldest() const override {
    MutexLock lock(&place_.mu_);
    return place_.compacted_ + 1;
  }
  bool scrub_due() const override {
    MutexLock lock(&place_.mu_);
    return scrubbed_ < place_.redactions_;
  }

  absl::Status Commit(absl::Span<const store::v1::Commit> batch, AppliedBatch& view) override {
    return CommitBatch(batch, nullptr, view);
  }
  absl::Status CommitRedacting(absl::Span<const store::v1::Commit> batch,
                               const Redaction& redaction, AppliedBatch& view) override {
    return CommitBatch(batch, &redaction, view);
  }

  void Tail(std::function<void()> on_appended) override {
    const bool begins = on_appended != nullptr;
    {
      MutexLock lock(&listener_->mu);
      listener_->on_appended = std::move(on_appended);
    }
    if (!begins) return;
    // Commits from before this call are reported too.
    place_.TellOthers(nullptr);
    MutexLock lock(&listener_->mu);
    if (listener_->on_appended) listener_->on_appended();
  }

  absl::Status Scrub(const std::function<absl::Status()>& others) override {
    int redactions = 0;
    {
      MutexLock lock(&place_.mu_);
      redactions = place_.redactions_;
      if (scrubbed_ == redactions) return absl::OkStatus();
    }
    JUMELAGE_RETURN_IF_ERROR(others());
    MutexLock lock(&place_.mu_);
    scrubbed_ = redactions;
    return absl::OkStatus();
  }

  absl::Status Compact(Revision before, int64_t max_commits) override;
  absl::StatusOr<std::vector<store::v1::Commit>> ReadBase(absl::string_view after,
                                                          const ReadLimits& limits) const override;
  absl::StatusOr<std::optional<store::v1::Commit>> FindBase(absl::string_view name) const override {
    MutexLock lock(&place_.mu_);
    const auto found = place_.base_.find(std::string(name));
    if (found == place_.base_.end()) return std::nullopt;
    return std::optional<store::v1::Commit>(found->second);
  }

  absl::Status Recover() override {
    MutexLock lock(&place_.mu_);
    if (poisoned_) listener_->known = place_.head();
    poisoned_ = false;
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<store::v1::Commit>> Read(Revision after,
                                                      const ReadLimits& limits) const override {
    MutexLock lock(&place_.mu_);
    if (place_.reads_left_ && (*place_.reads_left_)-- <= 0) {
      return absl::UnavailableError("reads fail");
    }
    if (after < place_.compacted_) return NotKept();
    std::vector<store::v1::Commit> found;
    int64_t bytes = 0;
    for (Revision next = after + 1; next <= listener_->known; ++next) {
      if (!found.empty() &&
          (static_cast<int64_t>(found.size()) >= limits.max_commits || bytes >= limits.max_bytes)) {
        break;
      }
      found.push_back(place_.commits_[static_cast<size_t>(next - place_.compacted_ - 1)]);
      bytes += static_cast<int64_t>(found.back().ByteSizeLong());
    }
    return found;
  }

  absl::Status Maintain() override { return absl::OkStatus(); }

 private:
  absl::Status CommitBatch(absl::Span<const store::v1::Commit> batch, const Redaction* redaction,
                           AppliedBatch& view) {
    absl::Status status = poisoned_
                              ? absl::FailedPreconditionError("the log has to be recovered first")
                              : place_.Append(batch, redaction, listener_.get());
    if (!status.ok() || batch.empty()) {
      poisoned_ = poisoned_ || absl::IsUnavailable(status);
      view.Undo();
      return status;
    }
    place_.TellOthers(listener_.get());
    status = view.Keep();
    if (status.ok()) return status;
    view.Undo();
    poisoned_ = true;
    return absl::UnavailableError("the batch is durable, but the view did not keep it");
  }

  SharedLogPlace& place_;
  const std::shared_ptr<SharedLogPlace::Listener> listener_;
  std::atomic<bool> poisoned_{false};
  // How many redactions this appender has scrubbed. Guarded by SharedLogPlace::mu_.
  int scrubbed_ = 0;
};

absl::Status SharedLog::Compact(Revision before, int64_t max_commits) {
  if (poisoned_) return absl::FailedPreconditionError("the log has to be recovered first");
  MutexLock lock(&place_.mu_);
  const Revision last =
      std::min({before - 1, listener_->known - 1, place_.compacted_ + max_commits});
  while (place_.compacted_ < last) {
    store::v1::Commit& commit = place_.commits_.front();
    for (const store::v1::Change& change : commit.changes()) {
      if (change.removed()) {
        place_.base_.erase(change.name());
        continue;
      }
      store::v1::Commit row;
      row.set_revision(commit.revision());
      *row.mutable_time() = commit.time();
      row.set_principal(commit.principal());
      row.set_method(commit.method());
      *row.add_changes() = change;
      row.mutable_changes(0)->clear_previous_revision();
      place_.base_[change.name()] = std::move(row);
    }
    place_.compacted_ = commit.revision();
    place_.compacted_id_ = commit.commit_id();
    place_.commits_.erase(place_.commits_.begin());
  }
  // No revision that can be read shows the states that the oldest kept commit replaces.
  if (place_.compacted_ > 0 && !place_.commits_.empty()) {
    for (const store::v1::Change& change : place_.commits_.front().changes()) {
      place_.base_.erase(change.name());
    }
  }
  // No Log's head may be before the last compacted commit.
  for (const auto& listener : place_.listeners_) {
    listener->known = std::max(listener->known, place_.compacted_);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<store::v1::Commit>> SharedLog::ReadBase(absl::string_view after,
                                                                   const ReadLimits& limits) const {
  MutexLock lock(&place_.mu_);
  std::vector<store::v1::Commit> rows;
  int64_t bytes = 0;
  for (auto it = place_.base_.upper_bound(std::string(after)); it != place_.base_.end(); ++it) {
    if (!rows.empty() &&
        (static_cast<int64_t>(rows.size()) >= limits.max_commits || bytes >= limits.max_bytes)) {
      break;
    }
    rows.push_back(it->second);
    bytes += static_cast<int64_t>(it->second.ByteSizeLong());
  }
  return rows;
}

SharedLogPlace::SharedLogPlace() : log_id_(FormatUuid(IdSource::Real()->UuidBytes())) {}

std::unique_ptr<Log> SharedLogPlace::Open() {
  auto listener = std::make_shared<Listener>();
  {
    MutexLock lock(&mu_);
    listener->known = head();
    listeners_.push_back(listener);
  }
  return std::make_unique<SharedLog>(this, std::move(listener));
}

void SharedLogPlace::HoldTails(bool hold) {
  {
    MutexLock lock(&mu_);
    hold_tails_ = hold;
  }
  TellOthers(nullptr);
}

void SharedLogPlace::FailNextCommit(bool kept) {
  MutexLock lock(&mu_);
  fail_next_ = kept;
}

void SharedLogPlace::FailReadsAfter(std::optional<int> reads) {
  MutexLock lock(&mu_);
  reads_left_ = reads;
}

int SharedLogPlace::lost_races() const {
  MutexLock lock(&mu_);
  return lost_races_;
}

std::string SharedLogPlace::IdOf(Revision revision) const {
  if (revision <= compacted_) return compacted_id_;
  return commits_[static_cast<size_t>(revision - compacted_ - 1)].commit_id();
}

absl::Status SharedLogPlace::Append(absl::Span<const store::v1::Commit> batch,
                                    const Redaction* redaction, Listener* by) {
  if (batch.empty()) return absl::OkStatus();
  JUMELAGE_RETURN_IF_ERROR(CheckBatch(batch));
  MutexLock lock(&mu_);
  if (batch[0].revision() <= head()) {
    // The appender now knows the commits that were added first.
    by->known = head();
    ++lost_races_;
    return absl::AbortedError(absl::StrCat("revision ", batch[0].revision(), " is taken"));
  }
  if (batch[0].revision() != head() + 1 || batch[0].previous_commit_id() != IdOf(head())) {
    return absl::InvalidArgumentError("the batch does not continue the log");
  }
  const std::optional<bool> failure = std::exchange(fail_next_, std::nullopt);
  if (failure != false) {
    if (redaction != nullptr) JUMELAGE_RETURN_IF_ERROR(Redact(*redaction));
    commits_.insert(commits_.end(), batch.begin(), batch.end());
  }
  if (failure) return absl::UnavailableError("the outcome is not known");
  by->known = head();
  return absl::OkStatus();
}

absl::Status SharedLogPlace::Redact(const Redaction& redaction) {
  const auto rewrite = [&](store::v1::Commit* commit, bool mark) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(const bool changed, redaction.redact(commit));
    if (changed && mark) commit->set_redact_revision(redaction.revision);
    return absl::OkStatus();
  };
  for (store::v1::Commit& commit : commits_) {
    if (commit.revision() < redaction.revision) {
      JUMELAGE_RETURN_IF_ERROR(rewrite(&commit, /*mark=*/true));
    }
  }
  for (auto& [name, row] : base_) JUMELAGE_RETURN_IF_ERROR(rewrite(&row, /*mark=*/false));
  ++redactions_;
  return absl::OkStatus();
}

void SharedLogPlace::TellOthers(const Listener* by) {
  std::vector<std::shared_ptr<Listener>> told;
  {
    MutexLock lock(&mu_);
    if (hold_tails_) return;
    for (const std::shared_ptr<Listener>& listener : listeners_) {
      if (listener.get() == by || listener->known == head()) continue;
      listener->known = head();
      told.push_back(listener);
    }
  }
  for (const std::shared_ptr<Listener>& listener : told) {
    MutexLock lock(&listener->mu);
    if (listener->on_appended) listener->on_appended();
  }
}

}  // namespace jumelage
