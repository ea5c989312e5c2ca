#include "tests/robustness/history.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

constexpr int kKeptFindings = 5;

}  // namespace

void StreamPosition::Add(const WatchMessage& message) {
  if (message.consistent) {
    consistent_ = true;
    told_ = message.consistent;
  }
  if (!consistent_) return;
  if (message.progress) told_ = message.progress;
  for (const WatchCommit& commit : message.commits) {
    if (commit.last_part) told_ = commit.revision;
  }
}

LogCopy::LogCopy(std::vector<store::v1::Commit> commits) : commits_(std::move(commits)) {
  for (size_t i = 0; i < commits_.size(); ++i) {
    const store::v1::Commit& commit = commits_[i];
    by_revision_.emplace(commit.revision(), i);
    if (!commit.request_id().empty()) by_request_id_.emplace(commit.request_id(), i);
    for (const store::v1::Change& change : commit.changes()) {
      std::optional<std::string>& state = states_[change.name()][commit.revision()];
      if (change.removed()) {
        state.reset();
      } else {
        state = change.resource();
      }
    }
  }
}

absl::StatusOr<LogCopy> LogCopy::Read(const Log& log) {
  std::vector<store::v1::Commit> all;
  for (;;) {
    const Revision after = all.empty() ? 0 : all.back().revision();
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<store::v1::Commit> some, log.Read(after, ReadLimits()));
    if (some.empty()) return LogCopy(std::move(all));
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
}

const store::v1::Commit* LogCopy::Find(Revision revision) const {
  const auto found = by_revision_.find(revision);
  return found == by_revision_.end() ? nullptr : &commits_[found->second];
}

std::vector<const store::v1::Commit*> LogCopy::WithRequestId(const std::string& request_id) const {
  std::vector<const store::v1::Commit*> found;
  const auto [begin, end] = by_request_id_.equal_range(request_id);
  for (auto it = begin; it != end; ++it) found.push_back(&commits_[it->second]);
  return found;
}

ResourceState LogCopy::StateAt(const std::string& name, Revision revision) const {
  const auto states = states_.find(name);
  if (states == states_.end()) return {};
  auto later = states->second.upper_bound(revision);
  if (later == states->second.begin()) return {};
  --later;
  if (!later->second) return {};
  return {later->first, *later->second};
}

void Findings::Add(const std::string& check, const std::string& what) {
  if (++counts_[check] <= kKeptFindings) kept_.push_back({check, what});
}

std::string Findings::ToString() const {
  std::string text;
  for (const Finding& finding : kept_) {
    absl::StrAppend(&text, finding.check, ": ", finding.what, "\n");
  }
  for (const auto& [check, count] : counts_) {
    if (count > kKeptFindings) {
      absl::StrAppend(&text, check, ": ", count - kKeptFindings, " more\n");
    }
  }
  return text;
}

}  // namespace jumelage
