#ifndef JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_
#define JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_

#include "tests/robustness/history.h"

namespace jumelage {

// The promises about writes and reads. Each function compares the clients' answers with the log,
// and adds a finding under its name for each deviation. Pure.

// G1: an acknowledged write is in the log, at the revision and with the state in its answer.
void CheckAcknowledgedWritesAreKept(const History& history, const LogCopy& log, Findings* findings);
// G1, G2: no part of a refused write is in the log.
void CheckRefusedWritesLeaveNothing(const History& history, const LogCopy& log, Findings* findings);
// G4: a request id has at most one effect, and every answer to it is the same.
void CheckRepeatedWritesHaveOneEffect(const History& history, const LogCopy& log,
                                      Findings* findings);
// G1: everything that clients saw in reads, watches and positions is in the log: nothing was
// visible before it was durable.
void CheckNothingSeenIsMissing(const History& history, const LogCopy& log, Findings* findings);
// G1: the state of the resource in a refusal was durable, and published at the answer's position.
void CheckRefusalsRestOnTheDurable(const History& history, const LogCopy& log, Findings* findings);
// G3: no answer has a smaller position than an answer from before the call began.
void CheckPositionsNeverGoBack(const History& history, const LogCopy& log, Findings* findings);
// G3: a read returns the state at its position, which is at least the requested one.
void CheckReadsShowTheirPosition(const History& history, const LogCopy& log, Findings* findings);
// G3: a write takes effect after everything that was seen before it began.
void CheckWritesComeAfterWhatWasSeen(const History& history, const LogCopy& log,
                                     Findings* findings);
// G5: a write with an etag changed the state that has that etag.
void CheckEtagsGuard(const History& history, const LogCopy& log, Findings* findings);
// The log has revisions without gaps, each commit refers to its predecessor, and times never go
// back.
void CheckLogIsAChain(const History& history, const LogCopy& log, Findings* findings);
// The log still begins with everything that it had earlier.
void CheckLogOnlyGrows(const History& history, const LogCopy& log, Findings* findings);
// No state of a resource loses what must stay from the one before (History::trace).
void CheckStatesBuildOnEarlierOnes(const History& history, const LogCopy& log, Findings* findings);
// Every error is typed, and none is INTERNAL.
void CheckErrorsAreTyped(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_
