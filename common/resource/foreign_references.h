#ifndef JUMELAGE_COMMON_RESOURCE_FOREIGN_REFERENCES_H_
#define JUMELAGE_COMMON_RESOURCE_FOREIGN_REFERENCES_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sqlite/database.h"

namespace jumelage {

// Names that were looked for where they would be, before a change that has them was queued, and are
// not there.
using AbsentNames = std::set<std::string>;

enum class Presence { kLive, kMissing, kUnknown };

// What resources of this service name and another service holds, as far as the view knows of it.
// Implemented by a service that follows another one. Thread-safe.
class ForeignReferences {
 public:
  virtual ~ForeignReferences() = default;

  // What the view that `db` shows knows of the resource `name` of another service.
  virtual absl::StatusOr<Presence> Find(sqlite::Database& db, absl::string_view name) const = 0;

  // Those of `names` about which the other service may know better than the view.
  virtual absl::StatusOr<std::vector<std::string>> ToLookUp(
      sqlite::Database& db, const std::vector<std::string>& names) const = 0;

  // Asks the other service about `names`, at most until `deadline`, puts what it has into the view,
  // and runs `done` once, when the writer sees it.
  virtual void LookUp(std::vector<std::string> names, absl::Time deadline,
                      std::function<void(AbsentNames)> done) const = 0;

  // The error of a change that names `names`, of which nothing is known and nobody can be asked.
  virtual absl::Status UnknownError(const std::vector<std::string>& names) const = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_FOREIGN_REFERENCES_H_
