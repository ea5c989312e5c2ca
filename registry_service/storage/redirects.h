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

// Redirects: the names of merged resources, and the names that they lead to. References are stored
// as they were written and resolved when they are read, so a merge adds one row to `redirects` and
// changes no reference. Few resources are merged, so the table is small. Redirects form chains (a →
// b → c) but never cycles. Every chain ends at a resource that is neither merged nor deleted.
//
// A query for references to a resource must look for all of its names (NamesOf, SqlNamesOf). An
// answer that shows the target of a reference resolves it (ResolveName, or RedirectEnds for many).
// All functions work on any connection to the view, including that of the writer's transaction.
// They return the errors of the database. Those that follow a chain to its end return DATA_LOSS if
// they find a cycle.
namespace jumelage {

// SQL that creates the index of `redirects` by target. The table itself is created together with
// the tables of resources.
extern const char kRedirectsDdl[];

// Returns whether any resource has been merged. If not, every name resolves to itself.
absl::StatusOr<bool> HasRedirects(sqlite::Database& db);

// Returns the name that `name` resolves to. The name of a resource that was not merged, or that
// does not exist, resolves to itself.
absl::StatusOr<std::string> ResolveName(sqlite::Database& db, absl::string_view name);

// Returns every name that resolves to the same resource as `name`: first the resource's own name,
// then the names that lead to it directly or through other names.
absl::StatusOr<std::vector<std::string>> NamesOf(sqlite::Database& db, absl::string_view name);

// Returns `name`, then every name that leads to it directly or through other names.
absl::StatusOr<std::vector<std::string>> NamesLeadingTo(sqlite::Database& db,
                                                        absl::string_view name);

// Returns an SQL subquery that selects the names that NamesOf returns, for conditions such as
// "r.target IN " + SqlNamesOf("?"). `value` is an SQL expression for the name, usually a parameter.
// It is not escaped, and occurs once in the result.
std::string SqlNamesOf(absl::string_view value);

// Returns a map from the name of every merged resource to the name that it resolves to.
absl::StatusOr<absl::flat_hash_map<std::string, std::string>> RedirectEnds(sqlite::Database& db);

// Returns whether `resource` refers to a merged resource.
absl::StatusOr<bool> NamesMerged(sqlite::Database& db, const google::protobuf::Message& resource);

// Returns the names of merged resources to which `resource` refers, with the names that they
// resolve to. Each merged resource occurs once. They are ordered by name.
absl::StatusOr<google::protobuf::RepeatedPtrField<registry::v1::Redirect>> RedirectsIn(
    sqlite::Database& db, const google::protobuf::Message& resource);

// Fills the field `redirects` of a resource for an answer. The field is never stored.
template <typename R>
absl::Status FillRedirects(sqlite::Database& db, R* resource) {
  JUMELAGE_ASSIGN_OR_RETURN(*resource->mutable_redirects(), RedirectsIn(db, *resource));
  return absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_REDIRECTS_H_
