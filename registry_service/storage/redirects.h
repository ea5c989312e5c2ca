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

// Which names lead to other resources because their own were merged. References are stored as they
// were made and resolved when they are read: a merge changes one row of `redirects` and no
// reference. Redirects are few beside resources, form chains (a → b → c) but never circles, and end
// at a resource that is neither merged nor deleted.
//
// A query that looks for what refers to a resource looks for all of its names (NamesOf,
// SqlNamesOf); one that shows what a reference leads to resolves it (ResolveName, or RedirectEnds
// for many at once). All work on any connection to the view, a writer's transaction included;
// errors are those of storage, and DATA_LOSS where there is a circle nevertheless.
namespace jumelage {

// Indexes of the table; the table is made with those of resources.
extern const char kRedirectsDdl[];

// Whether any resource is merged. Where none is, every name means itself.
absl::StatusOr<bool> HasRedirects(sqlite::Database& db);

// The name of the resource that `name` stands for: itself unless it was merged. A name that no
// resource has stands for itself.
absl::StatusOr<std::string> ResolveName(sqlite::Database& db, absl::string_view name);

// Every name that stands for what `name` stands for: the resource's own first, then those of what
// was merged into it, over any number of steps.
absl::StatusOr<std::vector<std::string>> NamesOf(sqlite::Database& db, absl::string_view name);

// `name` and every name that leads to it, over any number of steps.
absl::StatusOr<std::vector<std::string>> NamesLeadingTo(sqlite::Database& db,
                                                        absl::string_view name);

// A subquery with the names of NamesOf, for conditions: "r.target IN " + SqlNamesOf("?"). `value`
// is text of ours, such as a parameter's mark, and comes once.
std::string SqlNamesOf(absl::string_view value);

// The name of every redirect and that of the resource that it stands for.
absl::StatusOr<absl::flat_hash_map<std::string, std::string>> RedirectEnds(sqlite::Database& db);

// Whether `resource` names one that was merged.
absl::StatusOr<bool> NamesMerged(sqlite::Database& db, const google::protobuf::Message& resource);

// The names in `resource` that belong to merged resources, each once, in their own order, with what
// they stand for.
absl::StatusOr<google::protobuf::RepeatedPtrField<registry::v1::Redirect>> RedirectsIn(
    sqlite::Database& db, const google::protobuf::Message& resource);

// Fills the field `redirects` of a resource that is about to be answered; it is never stored.
template <typename R>
absl::Status FillRedirects(sqlite::Database& db, R* resource) {
  JUMELAGE_ASSIGN_OR_RETURN(*resource->mutable_redirects(), RedirectsIn(db, *resource));
  return absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_REDIRECTS_H_
