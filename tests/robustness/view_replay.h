#ifndef JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_
#define JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/store/store.h"
#include "tests/robustness/history.h"

namespace jumelage {

// Returns all rows of all tables of a view as text, one row per line, in a fixed order. May return
// errors from sqlite::Database.
absl::StatusOr<std::string> DumpView(const std::string& path, const std::string& vfs);

// Waits until the view's files contain everything that `store` has published. Returns the errors of
// Store::Read.
absl::Status AwaitView(Store& store);

// Compares the view in `data_dir` with a view rebuilt from the log, and adds a finding if they
// differ or can't be compared. `store` must not write to the view meanwhile.
void CheckViewIsTheLogs(const std::string& data_dir, const std::string& vfs, Store& store,
                        Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_
