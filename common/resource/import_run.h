#ifndef JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_
#define JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_

#include <functional>
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
// messages of any service. A record is imported after the records of the same call on which it
// depends, except in a cycle of dependencies. One per run of the body.
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
        begun_(static_cast<size_t>(request->records_size())) {
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

  // Imports the record at `index`, after the records of the request that it depends on. Does
  // nothing if its import has already begun.
  absl::Status ImportOne(int index) {
    // The record was imported earlier, or its import has begun and the dependencies form a cycle.
    // In a cycle of references, the record that refers to this one is refused, unless this one
    // existed before.
    if (begun_[static_cast<size_t>(index)]) return absl::OkStatus();
    begun_[static_cast<size_t>(index)] = true;
    const Record& record = request_.records(index);
    if (!by_name_.empty()) JUMELAGE_RETURN_IF_ERROR(ImportNeeded(index));
    Result* const result = response_.mutable_results(index);
    return refusals_.Take(import_(record, result), result);
  }

  // Imports the records on which the record at `index` depends. These describe its parent, the
  // resources that it refers to, and the resources that now have its external ids, because they may
  // give them up. A deleted record does not depend on those that it refers to. A merged record
  // depends only on the one that it was merged into.
  absl::Status ImportNeeded(int index) {
    const google::protobuf::Message* const resource = MemberOf(request_.records(index), "record");
    if (resource == nullptr) return absl::OkStatus();
    const bool merged = !TextIn(*resource, "merged_into").empty();
    std::vector<std::string> names = held_[static_cast<size_t>(index)];
    names.emplace_back(ParentName(ResourceNameOf(resource)));
    if (!IsSetIn(*resource, "delete_time")) {
      for (NamedReference& reference : ReferencesOf("", *resource)) {
        if (!merged || reference.path == "merged_into") names.push_back(std::move(reference.name));
      }
    }
    for (const std::string& named : names) {
      const auto found = by_name_.find(named);
      if (found != by_name_.end()) JUMELAGE_RETURN_IF_ERROR(ImportOne(found->second));
    }
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
  std::vector<bool> begun_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_
