#ifndef JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_
#define JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_

#include "tests/robustness/history.h"

namespace jumelage {

// Checks of the promises about writes and reads. Each function compares the answers that clients
// got with the log, and adds a finding for each deviation. The finding's check is the function's
// name without "Check". Pure.

// G1: an acknowledged write is in the log, at the revision and with the state in its answer. The
// answer has this position or a later one.
void CheckAcknowledgedWritesAreKept(const History& history, const LogCopy& log, Findings* findings);
// G1, G2: no part of a write that was certainly refused is in the log.
void CheckRefusedWritesLeaveNothing(const History& history, const LogCopy& log, Findings* findings);
// G4: all writes with the same request id together have at most one effect, and all their answers
// are the same.
void CheckRepeatedWritesHaveOneEffect(const History& history, const LogCopy& log,
                                      Findings* findings);
// G1: everything that clients saw in reads, watches and positions is in the log, so nothing was
// visible before it was durable.
void CheckNothingSeenIsMissing(const History& history, const LogCopy& log, Findings* findings);
// G1: the resource state that a refusal reports was durable, and published at the answer's
// position.
void CheckRefusalsRestOnTheDurable(const History& history, const LogCopy& log, Findings* findings);
// G3: no answer has a smaller position than an answer that arrived before the call began.
void CheckPositionsNeverGoBack(const History& history, const LogCopy& log, Findings* findings);
// G3: a read returns the state at its position, which is at least the requested one.
void CheckReadsShowTheirPosition(const History& history, const LogCopy& log, Findings* findings);
// G3: a write takes effect after all revisions that clients had seen when it began.
void CheckWritesComeAfterWhatWasSeen(const History& history, const LogCopy& log,
                                     Findings* findings);
// G5: a write with an etag changed the state that has that etag.
void CheckEtagsGuard(const History& history, const LogCopy& log, Findings* findings);
// The log's revisions have no gaps, each commit refers to its predecessor, and commit times never
// go back.
void CheckLogIsAChain(const History& history, const LogCopy& log, Findings* findings);
// The log still begins with everything that it had earlier.
void CheckLogOnlyGrows(const History& history, const LogCopy& log, Findings* findings);
// No state of a resource lacks content of the previous state that must stay (History::trace).
void CheckStatesBuildOnEarlierOnes(const History& history, const LogCopy& log, Findings* findings);
// Every error of a call that was not interrupted has a reason other than INTERNAL, and no error
// prevents a watch from being resumed.
void CheckErrorsAreTyped(const History& history, const LogCopy& log, Findings* findings);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_CALL_VALIDATORS_H_
