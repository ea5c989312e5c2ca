#ifndef JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_
#define JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_

#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"
#include "common/message/references.h"
#include "common/resource/import_refusals.h"
#include "common/values/resource_name.h"

namespace jumelage {

// Imports the records of one ImportRecords call, in the body of its mutation. Works with the
// messages of any service. A record is imported after its parent and after the records that it
// refers to in the same call, except in a cycle of references. One per run of the body.
template <typename Request, typename Response>
class ImportRun {
 public:
  using Record = std::decay_t<decltype(std::declval<const Request&>().records(0))>;
  using Result = std::decay_t<decltype(std::declval<const Response&>().results(0))>;
  // Imports one record of any type.
  using Import = std::function<absl::Status(const Record&, Result*)>;

  // Adds an empty result for each record to `response`. `request`, `refusals` and `response` must
  // outlive the run.
  ImportRun(const Request* request, Import import, ImportRefusals* refusals, Response* response)
      : request_(*request),
        import_(std::move(import)),
        refusals_(*refusals),
        response_(*response),
        begun_(static_cast<size_t>(request->records_size())) {
    for (int i = 0; i < request_.records_size(); ++i) {
      response_.add_results();
      std::string name = ResourceNameOf(MemberOf(request_.records(i), "record"));
      if (!name.empty()) by_name_.try_emplace(std::move(name), i);
    }
  }

  // Imports the records that `which` selects and, before each of them, the records that it refers
  // to, unless they have already been imported. Fails only if the whole call fails.
  absl::Status Run(const std::function<bool(const Record&)>& which) {
    for (int i = 0; i < request_.records_size(); ++i) {
      if (which(request_.records(i))) JUMELAGE_RETURN_IF_ERROR(ImportOne(i));
    }
    return absl::OkStatus();
  }

 private:
  // Imports the record at `index`, after its parent and the records of the request that it refers
  // to. Does nothing if its import has already begun.
  absl::Status ImportOne(int index) {
    // The record was imported earlier, or its import has begun and the references form a cycle. In
    // a cycle, the record that refers to this one is refused, unless this one existed before.
    if (begun_[static_cast<size_t>(index)]) return absl::OkStatus();
    begun_[static_cast<size_t>(index)] = true;
    const Record& record = request_.records(index);
    if (!by_name_.empty()) JUMELAGE_RETURN_IF_ERROR(ImportNamed(record));
    Result* const result = response_.mutable_results(index);
    return refusals_.Take(import_(record, result), result);
  }

  absl::Status ImportNamed(const Record& record) {
    std::vector<std::string> names;
    for (NamedReference& reference : ReferencesOf("", record)) {
      names.push_back(std::move(reference.name));
    }
    const std::string name = ResourceNameOf(MemberOf(record, "record"));
    names.emplace_back(ParentName(name));
    for (const std::string& named : names) {
      const auto found = by_name_.find(named);
      if (found != by_name_.end()) JUMELAGE_RETURN_IF_ERROR(ImportOne(found->second));
    }
    return absl::OkStatus();
  }

  const Request& request_;
  const Import import_;
  ImportRefusals& refusals_;
  Response& response_;
  // The indexes of the records that other records of the request may refer to, by name.
  absl::flat_hash_map<std::string, int> by_name_;
  std::vector<bool> begun_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_IMPORT_RUN_H_
