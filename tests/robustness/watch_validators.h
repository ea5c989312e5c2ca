#ifndef JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_
#define JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_

#include "absl/time/time.h"
#include "tests/robustness/history.h"

namespace jumelage {

// Checks of the promises about watches. Each function compares all streams of a history with the
// log, and adds a finding for each deviation. The finding's check is the function's name without
// "Check". Pure.

// W1: the revisions of a stream's commits, markers and bookmarks never go back.
void CheckWatchIsOrdered(const History& history, const LogCopy& log, Findings* findings);
// W2: no commit occurs twice on a stream.
void CheckWatchIsUnique(const History& history, const LogCopy& log, Findings* findings);
// W3: from its beginning to its last position, a stream delivers every change that its filter
// matches, and no other.
void CheckWatchIsReliable(const History& history, const LogCopy& log, Findings* findings);
// W4: a commit arrives with all its changes that the filter matches, in consecutive parts. Only the
// last part is marked as the last. A stream may end in the middle of a commit.
void CheckWatchIsAtomic(const History& history, const LogCopy& log, Findings* findings);
// W5: a snapshot, together with the commits that arrive during it, gives the state at its marker.
// No bookmark comes before the marker.
void CheckWatchSnapshotsAreConsistent(const History& history, const LogCopy& log,
                                      Findings* findings);
// W5: each stream of a watcher begins with a snapshot, or resumes at the last position of the
// previous stream. Streams that resume one another together miss and repeat nothing.
void CheckWatchIsResumable(const History& history, const LogCopy& log, Findings* findings);
// W6: no stream is silent for longer than a second plus an allowance for a busy machine.
inline constexpr absl::Duration kWatchSilence = absl::Seconds(6);
void CheckWatchIsBookmarked(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_
