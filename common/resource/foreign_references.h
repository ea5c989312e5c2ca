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

// Names of resources that the other service does not have. The other service was asked about them
// before the change was queued.
using AbsentNames = std::set<std::string>;

// Whether another service has a resource: kMissing includes deleted resources, and kUnknown means
// that the view does not contain the resource.
enum class Presence { kLive, kMissing, kUnknown };

// References to resources of another service, as far as the view contains those resources.
// Implemented by a service that follows another one. Thread-safe.
class ForeignReferences {
 public:
  virtual ~ForeignReferences() = default;

  // Returns the presence of the other service's resource `name` in the view that `db` shows.
  virtual absl::StatusOr<Presence> Find(sqlite::Database& db, absl::string_view name) const = 0;

  // Returns those of `names` for which the other service may have newer information than the view.
  virtual absl::StatusOr<std::vector<std::string>> ToLookUp(
      sqlite::Database& db, const std::vector<std::string>& names) const = 0;

  // Asks the other service about `names`, which must be distinct, waits until `deadline` at most,
  // and stores the answers in the view. Then runs `done` once, with the names that the other
  // service does not have. By then the writer can see the answers, unless they could not be stored.
  virtual void LookUp(std::vector<std::string> names, absl::Time deadline,
                      std::function<void(AbsentNames)> done) const = 0;

  // Returns the error for a change that refers to `names`, if the view does not contain them and
  // the other service cannot be asked.
  virtual absl::Status UnknownError(const std::vector<std::string>& names) const = 0;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_FOREIGN_REFERENCES_H_
