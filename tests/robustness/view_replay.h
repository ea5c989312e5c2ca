#ifndef JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_
#define JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/store/store.h"
#include "tests/robustness/history.h"

namespace jumelage {

// Every row of every table of a view, as SQL text, in an order of its own. The errors of
// sqlite::Database.
absl::StatusOr<std::string> DumpView(const std::string& path, const std::string& vfs);

// Returns when the view's files hold all that `store` has published.
absl::Status AwaitView(Store& store);

// The view is what the log makes of it: compares the view of `data_dir`, to which `store` writes no
// more, to one made anew from the log.
void CheckViewIsTheLogs(const std::string& data_dir, const std::string& vfs, Store& store,
                        Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_
