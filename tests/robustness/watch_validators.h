#ifndef JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_
#define JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_

#include "absl/time/time.h"
#include "tests/robustness/history.h"

namespace jumelage {

// The promises of a watch. Each function compares all streams of a history with the log, and adds a
// finding under its name for each deviation. Pure.

// W1: a stream's revisions rise, and bookmarks don't go back.
void CheckWatchIsOrdered(const History& history, const LogCopy& log, Findings* findings);
// W2: no commit occurs twice on a stream.
void CheckWatchIsUnique(const History& history, const LogCopy& log, Findings* findings);
// W3: from its beginning to its last position, a stream delivers everything that it asked for, and
// nothing else.
void CheckWatchIsReliable(const History& history, const LogCopy& log, Findings* findings);
// W4: a commit arrives with all its changes, in consecutive parts of which only the last is marked.
// A stream may end in the middle of a commit.
void CheckWatchIsAtomic(const History& history, const LogCopy& log, Findings* findings);
// W5: a snapshot, with the commits during it, gives the state at its marker.
void CheckWatchSnapshotsAreConsistent(const History& history, const LogCopy& log,
                                      Findings* findings);
// W5: the streams of one watcher, each resuming at the last position of the one before, together
// miss and repeat nothing.
void CheckWatchIsResumable(const History& history, const LogCopy& log, Findings* findings);
// W6: no stream is silent for longer than a second, plus an allowance for a busy machine.
inline constexpr absl::Duration kWatchSilence = absl::Seconds(6);
void CheckWatchIsBookmarked(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_WATCH_VALIDATORS_H_
