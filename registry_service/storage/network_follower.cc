#include "registry_service/storage/network_follower.h"

#include <utility>

#include "absl/time/time.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

// What one read of the view copies out: a few milliseconds.
constexpr int64_t kPageBytes = int64_t{1} << 20;
// With more commits behind, filling anew from the view is faster than replaying them.
constexpr Revision kMaxReplay = 100000;
// How often one that waits for another's work asks whether it may still wait.
constexpr absl::Duration kWaitBetweenChecks = absl::Milliseconds(20);

struct Page {
  std::vector<StoredResource> resources;
  Revision revision = 0;
};

absl::StatusOr<Page> ScanPage(const absl::StatusOr<Snapshot>& snapshot, const TableBase& table,
                              const std::string& after) {
  JUMELAGE_RETURN_IF_ERROR(snapshot.status());
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<StoredResource> rows,
                            table.Scan(snapshot->db, after, kPageBytes));
  return Page{std::move(rows), snapshot->revision};
}

// One page of a table, read on a thread of the store.
absl::StatusOr<Page> ReadPage(Store* store, const TableBase& table, const std::string& after) {
  Mutex mu;
  CondVar read;
  std::optional<absl::StatusOr<Page>> page;
  store->Read([&](const absl::StatusOr<Snapshot>& snapshot) {
    absl::StatusOr<Page> scanned = ScanPage(snapshot, table, after);
    MutexLock lock(&mu);
    page = std::move(scanned);
    read.Signal();
  });
  MutexLock lock(&mu);
  while (!page) read.Wait(&mu);
  return *std::move(page);
}

}  // namespace

absl::StatusOr<NetworkFollower::State> NetworkFollower::Current(const Checkpoint& checkpoint) {
  const Revision wanted = store_->publication().revision();
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(checkpoint());
    {
      MutexLock lock(&mu_);
      if (table_ != nullptr && revision_ >= wanted) return State{revision_, table_->Records()};
      if (working_) {
        worked_.WaitFor(&mu_, kWaitBetweenChecks);
        continue;
      }
      working_ = true;
    }
    const absl::Status status = Work(wanted, checkpoint);
    MutexLock lock(&mu_);
    working_ = false;
    worked_.SignalAll();
    if (!status.ok()) return status;
  }
}

absl::Status NetworkFollower::Work(Revision wanted, const Checkpoint& checkpoint) {
  bool anew = false;
  {
    MutexLock lock(&mu_);
    anew = table_ == nullptr || wanted - revision_ > kMaxReplay;
  }
  if (!anew) {
    absl::Status replayed = Replay(wanted, checkpoint);
    // Commits that are no longer kept.
    if (!absl::IsOutOfRange(replayed)) return replayed;
  }
  JUMELAGE_ASSIGN_OR_RETURN(Filled filled, Fill(checkpoint));
  MutexLock lock(&mu_);
  table_ = std::move(filled.table);
  revision_ = filled.revision.value_or(0);
  return absl::OkStatus();
}

absl::Status NetworkFollower::FillFrom(const TableBase& table, const Checkpoint& checkpoint,
                                       Filled* filled) const {
  std::string after;
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(checkpoint());
    JUMELAGE_ASSIGN_OR_RETURN(const Page page, ReadPage(store_, table, after));
    // Later pages may be newer: what they show beyond the first one's revision is passed over when
    // its commit comes.
    if (!filled->revision) filled->revision = page.revision;
    if (page.resources.empty()) return absl::OkStatus();
    for (const StoredResource& resource : page.resources) {
      JUMELAGE_RETURN_IF_ERROR(
          filled->table->Apply(resource.name, resource.revision, resource.bytes));
    }
    after = page.resources.back().name;
  }
}

absl::StatusOr<std::vector<store::v1::Commit>> NetworkFollower::CommitsAfter(Revision after,
                                                                             Revision last) const {
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<store::v1::Commit> commits,
                            store_->log().Read(after, ReadLimits()));
  // What is not published yet is nobody's to see.
  while (!commits.empty() && commits.back().revision() > last) commits.pop_back();
  if (commits.empty()) return absl::UnavailableError("the log lacks what was published");
  return commits;
}

absl::StatusOr<NetworkFollower::Filled> NetworkFollower::Fill(const Checkpoint& checkpoint) const {
  Filled filled;
  JUMELAGE_RETURN_IF_ERROR(FillFrom(tables_->cities().table(), checkpoint, &filled));
  JUMELAGE_RETURN_IF_ERROR(FillFrom(tables_->twinnings().table(), checkpoint, &filled));
  // The pages are of several revisions. The commits since the first of them make one state of it.
  const Revision newest = store_->publication().revision();
  while (*filled.revision < newest) {
    JUMELAGE_RETURN_IF_ERROR(checkpoint());
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<store::v1::Commit> commits,
                              CommitsAfter(*filled.revision, newest));
    for (const store::v1::Commit& commit : commits) {
      JUMELAGE_RETURN_IF_ERROR(filled.table->Apply(commit));
      filled.revision = commit.revision();
    }
  }
  return filled;
}

absl::Status NetworkFollower::Replay(Revision wanted, const Checkpoint& checkpoint) {
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(checkpoint());
    Revision after = 0;
    {
      MutexLock lock(&mu_);
      after = revision_;
    }
    if (after >= wanted) return absl::OkStatus();
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<store::v1::Commit> commits,
                              CommitsAfter(after, wanted));
    MutexLock lock(&mu_);
    for (const store::v1::Commit& commit : commits) {
      JUMELAGE_RETURN_IF_ERROR(table_->Apply(commit));
      revision_ = commit.revision();
    }
  }
}

}  // namespace jumelage
