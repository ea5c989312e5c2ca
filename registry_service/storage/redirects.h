#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_REDIRECTS_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_REDIRECTS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/sqlite/database.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_field.h"
#include "jumelage/registry/v1/reference.pb.h"

// Redirects: the names of merged resources, and the resources that they lead to. References are
// stored as they were written and resolved when they are read, so a merge changes one row of
// `redirects` and no reference. There are few redirects. They form chains (a → b → c) but never
// circles, and end at a resource that is neither merged nor deleted.
//
// A query for references to a resource must look for all of its names (NamesOf, SqlNamesOf). An
// answer that shows the target of a reference resolves it (ResolveName, or RedirectEnds for many).
// All functions work on any connection to the view, including a writer's transaction. They return
// the errors of storage, and DATA_LOSS if there is a circle nevertheless.
namespace jumelage {

// The indexes of the table. The table itself is created with those of resources.
extern const char kRedirectsDdl[];

// Whether any resource is merged. If not, every name resolves to itself.
absl::StatusOr<bool> HasRedirects(sqlite::Database& db);

// Returns the name of the resource that `name` resolves to: itself unless it was merged. An unknown
// name resolves to itself.
absl::StatusOr<std::string> ResolveName(sqlite::Database& db, absl::string_view name);

// Returns every name that resolves to the same resource as `name`: the resource's own name first,
// then the names merged into it, over any number of steps.
absl::StatusOr<std::vector<std::string>> NamesOf(sqlite::Database& db, absl::string_view name);

// Returns `name` and every name that leads to it, over any number of steps.
absl::StatusOr<std::vector<std::string>> NamesLeadingTo(sqlite::Database& db,
                                                        absl::string_view name);

// Returns a subquery for the names of NamesOf, for conditions: "r.target IN " + SqlNamesOf("?").
// `value` is trusted SQL text, such as a parameter's mark. It is used once.
std::string SqlNamesOf(absl::string_view value);

// Maps the name of every redirect to that of the resource that it resolves to.
absl::StatusOr<absl::flat_hash_map<std::string, std::string>> RedirectEnds(sqlite::Database& db);

// Whether `resource` refers to a merged resource.
absl::StatusOr<bool> NamesMerged(sqlite::Database& db, const google::protobuf::Message& resource);

// Returns the names of merged resources in `resource`, each once and in their own order, with the
// names that they resolve to.
absl::StatusOr<google::protobuf::RepeatedPtrField<registry::v1::Redirect>> RedirectsIn(
    sqlite::Database& db, const google::protobuf::Message& resource);

// Fills the field `redirects` of a resource in an answer. The field is never stored.
template <typename R>
absl::Status FillRedirects(sqlite::Database& db, R* resource) {
  JUMELAGE_ASSIGN_OR_RETURN(*resource->mutable_redirects(), RedirectsIn(db, *resource));
  return absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_REDIRECTS_H_
