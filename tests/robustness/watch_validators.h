#ifndef JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_
#define JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_

#include "absl/time/time.h"
#include "tests/robustness/history.h"

namespace jumelage {

// The promises of a watch, each as a function that looks at all streams of a history beside the
// log, and adds a finding under its own name for whatever is not so. Pure.

// W1: a stream's revisions rise, and bookmarks don't go back.
void CheckWatchIsOrdered(const History& history, const LogCopy& log, Findings* findings);
// W2: no commit comes twice on a stream.
void CheckWatchIsUnique(const History& history, const LogCopy& log, Findings* findings);
// W3: between where a stream begins and what it was told last, nothing that it asked for is
// missing, and it was told of nothing else.
void CheckWatchIsReliable(const History& history, const LogCopy& log, Findings* findings);
// W4: a commit comes whole: consecutive parts of which the last alone is marked, with all its
// changes. A stream may end in the middle of one.
void CheckWatchIsAtomic(const History& history, const LogCopy& log, Findings* findings);
// W5: a snapshot with the commits around it gives the state at its marker.
void CheckWatchSnapshotsAreConsistent(const History& history, const LogCopy& log,
                                      Findings* findings);
// W5: the streams of one watcher, each resuming after what the one before has told, together miss
// nothing and repeat nothing.
void CheckWatchIsResumable(const History& history, const LogCopy& log, Findings* findings);
// W6: no stream is silent for longer than a second, and what a busy machine takes besides.
inline constexpr absl::Duration kWatchSilence = absl::Seconds(6);
void CheckWatchIsBookmarked(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_
