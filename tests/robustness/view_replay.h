#ifndef JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_
#define JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/log/log.h"
#include "common/view/view.h"
#include "tests/robustness/history.h"

namespace jumelage {

// Every row of every table of a view, as SQL text, in an order of its own. The errors of
// sqlite::Database.
absl::StatusOr<std::string> DumpView(const std::string& path, const std::string& vfs);

// The view is what the log makes of it: compares the view of `data_dir`, with which nobody writes,
// to one made anew from `log`.
void CheckViewIsTheLogs(const std::string& data_dir, const std::string& vfs,
                        const ViewSchema& schema, const Log& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_VIEW_REPLAY_H_
