#ifndef JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_
#define JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"
#include "common/message/references.h"
#include "common/resource/import_refusals.h"
#include "common/resource/lookups.h"
#include "common/sqlite/database.h"
#include "common/values/resource_name.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace jumelage {

// Imports the records of one ImportRecords call, in the body of its mutation. Works with the
// messages of any service. A record is imported after the records of the same call that it needs,
// except in a cycle. It needs those that it refers to, and those that may give up an external id
// that it takes. A reference to a live resource can wait: it never makes a record come too early
// for an external id. One per run of the body.
template <typename Request, typename Response>
class ImportRun {
 public:
  using Record = std::decay_t<decltype(std::declval<const Request&>().records(0))>;
  using Result = std::decay_t<decltype(std::declval<const Response&>().results(0))>;
  // Imports one record of any type.
  using Import = std::function<absl::Status(const Record&, Result*)>;

  // Adds an empty result for each record to `response`. `request`, `lookups`, `db`, `refusals` and
  // `response` must outlive the run.
  ImportRun(const Request* request, Import import, const Lookups* lookups, sqlite::Database* db,
            ImportRefusals* refusals, Response* response)
      : request_(*request),
        import_(std::move(import)),
        lookups_(*lookups),
        db_(*db),
        refusals_(*refusals),
        response_(*response),
        held_(static_cast<size_t>(request->records_size())),
        needs_(static_cast<size_t>(request->records_size())),
        progress_(static_cast<size_t>(request->records_size()), Progress::kWaiting) {
    for (int i = 0; i < request_.records_size(); ++i) response_.add_results();
  }

  // Imports the records that `which` selects and, before each of them, the records that it refers
  // to, unless they have already been imported. Fails only if the whole call fails.
  absl::Status Run(const std::function<bool(const Record&)>& which) {
    for (int i = 0; i < request_.records_size(); ++i) {
      if (which(request_.records(i))) JUMELAGE_RETURN_IF_ERROR(Identify(i));
    }
    for (int i = 0; i < request_.records_size(); ++i) {
      if (which(request_.records(i))) JUMELAGE_RETURN_IF_ERROR(ImportOne(i));
    }
    return absl::OkStatus();
  }

 private:
  enum class Progress { kWaiting, kBegun, kDone };
  // A record that another one needs.
  struct Need {
    int index = 0;
    bool can_wait = false;
  };

  // Finds the name of the resource that the record at `index` describes, and the resources that now
  // have its external ids.
  absl::Status Identify(int index) {
    const google::protobuf::Message* const resource = MemberOf(request_.records(index), "record");
    if (resource == nullptr) return absl::OkStatus();
    std::vector<std::string>& held = held_[static_cast<size_t>(index)];
    JUMELAGE_ASSIGN_OR_RETURN(held, lookups_.HoldersOfExternalIds(db_, *resource));
    std::string name = ResourceNameOf(resource);
    // A record without a name describes the resource that has its external ids.
    if (name.empty() && !held.empty()) name = held.front();
    if (!name.empty()) by_name_.try_emplace(std::move(name), index);
    return absl::OkStatus();
  }

  // Imports the record at `index`, after the records of the request that it needs. Does nothing if
  // its import has already begun.
  absl::Status ImportOne(int index) {
    Progress& progress = progress_[static_cast<size_t>(index)];
    // The record was imported earlier, or its import has begun and the needs form a cycle. In a
    // cycle of references, the record that refers to this one is refused, unless this one existed
    // before.
    if (progress != Progress::kWaiting) return absl::OkStatus();
    progress = Progress::kBegun;
    const Record& record = request_.records(index);
    if (!by_name_.empty()) JUMELAGE_RETURN_IF_ERROR(ImportNeeded(index));
    Result* const result = response_.mutable_results(index);
    JUMELAGE_RETURN_IF_ERROR(refusals_.Take(import_(record, result), result));
    progress = Progress::kDone;
    return absl::OkStatus();
  }

  absl::Status ImportNeeded(int index) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Need> needs, NeedsOf(index));
    for (const Need& need : needs) {
      if (need.can_wait) {
        JUMELAGE_ASSIGN_OR_RETURN(const bool too_early, NeedsABegunOne(need.index));
        if (too_early) continue;
      }
      JUMELAGE_RETURN_IF_ERROR(ImportOne(need.index));
    }
    return absl::OkStatus();
  }

  // Returns whether the record at `index`, which has not begun, needs one that has begun, directly
  // or through others, and can't do without it.
  absl::StatusOr<bool> NeedsABegunOne(int index) {
    std::vector<int> left = {index};
    std::vector<bool> seen(progress_.size());
    while (!left.empty()) {
      const int next = left.back();
      left.pop_back();
      if (progress_[static_cast<size_t>(next)] == Progress::kBegun) return true;
      if (progress_[static_cast<size_t>(next)] == Progress::kDone) continue;
      if (seen[static_cast<size_t>(next)]) continue;
      seen[static_cast<size_t>(next)] = true;
      JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Need> needs, NeedsOf(next));
      for (const Need& need : needs) {
        if (!need.can_wait) left.push_back(need.index);
      }
    }
    return false;
  }

  // Returns the records that the record at `index` needs. These describe the resources that now
  // have its external ids, because they may give them up, its parent, and the resources that it
  // refers to. A deleted record does not need those that it refers to. A merged record needs only
  // the one that it was merged into.
  absl::StatusOr<std::vector<Need>> NeedsOf(int index) {
    std::optional<std::vector<Need>>& known = needs_[static_cast<size_t>(index)];
    if (known) return *known;
    known.emplace();
    const google::protobuf::Message* const resource = MemberOf(request_.records(index), "record");
    if (resource == nullptr) return *known;
    for (const std::string& holder : held_[static_cast<size_t>(index)]) {
      JUMELAGE_RETURN_IF_ERROR(AddNeed(holder, /*reference=*/false, &*known));
    }
    JUMELAGE_RETURN_IF_ERROR(
        AddNeed(std::string(ParentName(ResourceNameOf(resource))), /*reference=*/true, &*known));
    if (IsSetIn(*resource, "delete_time")) return *known;
    const bool merged = !TextIn(*resource, "merged_into").empty();
    for (const NamedReference& reference : ReferencesOf("", *resource)) {
      if (merged && reference.path != "merged_into") continue;
      JUMELAGE_RETURN_IF_ERROR(AddNeed(reference.name, /*reference=*/true, &*known));
    }
    return *known;
  }

  absl::Status AddNeed(const std::string& name, bool reference, std::vector<Need>* needs) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return absl::OkStatus();
    Need need{found->second};
    if (reference) {
      JUMELAGE_ASSIGN_OR_RETURN(need.can_wait, lookups_.IsLive(db_, name));
    }
    needs->push_back(need);
    return absl::OkStatus();
  }

  static bool IsSetIn(const google::protobuf::Message& resource, const char* name) {
    const auto* const field = resource.GetDescriptor()->FindFieldByName(name);
    return field != nullptr && resource.GetReflection()->HasField(resource, field);
  }
  static std::string TextIn(const google::protobuf::Message& resource, const char* name) {
    const auto* const field = resource.GetDescriptor()->FindFieldByName(name);
    return field == nullptr ? "" : resource.GetReflection()->GetString(resource, field);
  }

  const Request& request_;
  const Import import_;
  const Lookups& lookups_;
  sqlite::Database& db_;
  ImportRefusals& refusals_;
  Response& response_;
  // The indexes of the records that other records of the request may refer to, by name.
  absl::flat_hash_map<std::string, int> by_name_;
  // The names of the resources that have the external ids of each record.
  std::vector<std::vector<std::string>> held_;
  // The needs of each record, once they have been looked up.
  std::vector<std::optional<std::vector<Need>>> needs_;
  std::vector<Progress> progress_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_
