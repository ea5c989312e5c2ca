#ifndef JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_
#define JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_

#include "tests/robustness/history.h"

namespace jumelage {

// The promises about writes and reads, each as a function that compares what clients were told with
// the log, and adds a finding under its own name for whatever is not so. Pure.

// G1: an acknowledged write is in the log, at the revision and with the state that was answered.
void CheckAcknowledgedWritesAreKept(const History& history, const LogCopy& log, Findings* findings);
// G1, G2: a refused write is not in the log, nor any part of it.
void CheckRefusedWritesLeaveNothing(const History& history, const LogCopy& log, Findings* findings);
// G4: a request id has at most one effect, and every answer to it is the same.
void CheckRepeatedWritesHaveOneEffect(const History& history, const LogCopy& log,
                                      Findings* findings);
// G1: whatever was read, told by a watch, or shown as a position is in the log: nothing was visible
// before it was durable.
void CheckNothingSeenIsMissing(const History& history, const LogCopy& log, Findings* findings);
// G1: what a refusal says of the resource was durable, and published at the answer's position.
void CheckRefusalsRestOnTheDurable(const History& history, const LogCopy& log, Findings* findings);
// G3: no answer shows a smaller position than one that was there before the call began.
void CheckPositionsNeverGoBack(const History& history, const LogCopy& log, Findings* findings);
// G3: a read shows the state at its position, which is at least the one that was asked for.
void CheckReadsShowTheirPosition(const History& history, const LogCopy& log, Findings* findings);
// G3: a write takes effect after everything that was answered before it began.
void CheckWritesComeAfterWhatWasSeen(const History& history, const LogCopy& log,
                                     Findings* findings);
// G5: a write with an etag changed the state that the etag names.
void CheckEtagsGuard(const History& history, const LogCopy& log, Findings* findings);
// The log: revisions without gaps, each commit naming its predecessor, times that never go back.
void CheckLogIsAChain(const History& history, const LogCopy& log, Findings* findings);
// The log begins with all that it had earlier.
void CheckLogOnlyGrows(const History& history, const LogCopy& log, Findings* findings);
// The states of a resource build on one another: nothing that stays of one is lost by the next.
void CheckStatesBuildOnEarlierOnes(const History& history, const LogCopy& log, Findings* findings);
// Every error is a typed one, and none is INTERNAL.
void CheckErrorsAreTyped(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_
