#include "registry_service/storage/network_follower.h"

#include <iterator>
#include <utility>

#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/store/waited_read.h"

namespace jumelage {
namespace {

// One read of the view copies resources until their size reaches this many bytes. That takes a few
// milliseconds.
constexpr int64_t kPageBytes = int64_t{1} << 20;
// The most commits that are replayed. If there are more, filling a new table from the view is
// faster.
constexpr Revision kMaxReplay = 100000;
// The interval at which a caller that waits for the work of another caller calls `still_wanted`.
constexpr absl::Duration kWaitBetweenChecks = absl::Milliseconds(20);

struct Page {
  std::vector<StoredResource> resources;
  Revision revision = 0;
};

// Reads the page of a table that begins after the name `after`, on one of the store's reader
// threads.
absl::StatusOr<Page> ReadPage(Store* store, const TableBase& table, const std::string& after) {
  return WaitForRead<Page>(store, [&](const Snapshot& snapshot) -> absl::StatusOr<Page> {
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<StoredResource> rows,
                              table.Scan(snapshot.db, after, kPageBytes));
    return Page{std::move(rows), snapshot.revision};
  });
}

}  // namespace

absl::StatusOr<NetworkFollower::State> NetworkFollower::Current(const StillWanted& still_wanted) {
  const Revision wanted = store_->publication().revision();
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(still_wanted());
    {
      MutexLock lock(&mu_);
      if (table_ != nullptr && revision_ >= wanted) return State{revision_, table_->Records()};
      if (working_) {
        worked_.WaitFor(&mu_, kWaitBetweenChecks);
        continue;
      }
      working_ = true;
    }
    absl::Status status = Work(wanted, still_wanted);
    MutexLock lock(&mu_);
    working_ = false;
    worked_.SignalAll();
    if (!status.ok()) return status;
  }
}

absl::Status NetworkFollower::Work(Revision wanted, const StillWanted& still_wanted) {
  bool anew = false;
  {
    MutexLock lock(&mu_);
    anew = table_ == nullptr || wanted - revision_ > kMaxReplay;
  }
  if (!anew) {
    absl::Status replayed = Replay(wanted, still_wanted);
    // OUT_OF_RANGE means that the log no longer has these commits.
    if (!absl::IsOutOfRange(replayed)) return replayed;
  }
  absl::Status filled = Fill(still_wanted);
  // OUT_OF_RANGE means that the pages that were read are too old to be brought up to date.
  while (absl::IsOutOfRange(filled)) {
    filling_ = Filling();
    filled = Fill(still_wanted);
  }
  JUMELAGE_RETURN_IF_ERROR(filled);
  MutexLock lock(&mu_);
  table_ = std::move(filling_.table);
  revision_ = filling_.revision.value_or(0);
  filling_ = Filling();
  return absl::OkStatus();
}

absl::Status NetworkFollower::FillFrom(const TableBase& table, const StillWanted& still_wanted) {
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(still_wanted());
    JUMELAGE_ASSIGN_OR_RETURN(const Page page, ReadPage(store_, table, filling_.after));
    // Later pages may have a later revision. When the commits up to that revision are replayed,
    // Apply ignores the changes that those pages already contained.
    if (!filling_.revision) filling_.revision = page.revision;
    if (page.resources.empty()) break;
    for (const StoredResource& resource : page.resources) {
      JUMELAGE_RETURN_IF_ERROR(
          filling_.table->Apply(resource.name, resource.revision, resource.bytes));
    }
    filling_.after = page.resources.back().name;
  }
  ++filling_.tables_done;
  filling_.after.clear();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<store::v1::Commit>> NetworkFollower::CommitsAfter(Revision after,
                                                                             Revision last) const {
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<store::v1::Commit> commits,
                            store_->log().Read(after, ReadLimits()));
  // Ignore commits that are not published yet.
  while (!commits.empty() && commits.back().revision() > last) commits.pop_back();
  if (commits.empty()) return absl::UnavailableError("the log lacks what was published");
  return commits;
}

absl::Status NetworkFollower::Fill(const StillWanted& still_wanted) {
  const TableBase* const sources[] = {&tables_->cities().table(), &tables_->twinnings().table()};
  while (filling_.tables_done < std::size(sources)) {
    JUMELAGE_RETURN_IF_ERROR(FillFrom(*sources[filling_.tables_done], still_wanted));
  }
  // The pages were read at different revisions. Applying the commits since the first page brings
  // all records to one revision.
  const Revision newest = store_->publication().revision();
  if (newest - *filling_.revision > kMaxReplay) {
    return absl::OutOfRangeError("filling again is faster");
  }
  while (*filling_.revision < newest) {
    JUMELAGE_RETURN_IF_ERROR(still_wanted());
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<store::v1::Commit> commits,
                              CommitsAfter(*filling_.revision, newest));
    for (const store::v1::Commit& commit : commits) {
      JUMELAGE_RETURN_IF_ERROR(filling_.table->Apply(commit));
      filling_.revision = commit.revision();
    }
  }
  return absl::OkStatus();
}

absl::Status NetworkFollower::Replay(Revision wanted, const StillWanted& still_wanted) {
  for (;;) {
    JUMELAGE_RETURN_IF_ERROR(still_wanted());
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
