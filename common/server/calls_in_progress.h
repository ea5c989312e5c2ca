#ifndef JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
#define JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_

#include <cstdint>

namespace jumelage {

// Returns the number of calls in progress on the gRPC server of this process that listens on
// `port`; 0 if there is no such server. Asks channelz, which counts the calls of every server
// anyway. An interceptor that counts them would add a tenth to the work of a GetCity.
int64_t CallsInProgress(int port);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SERVER_CALLS_IN_PROGRESS_H_
