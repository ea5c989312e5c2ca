#ifndef JUMELAGE_COMMON_RPC_STATUS_H_
#define JUMELAGE_COMMON_RPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace jumelage {

// Converts a status to the one that a server sends. This is the only place where errors become gRPC
// statuses.
//  - OK stays OK.
//  - An error with google.rpc.ErrorInfo keeps its code, message and details.
//  - CANCELLED and DEADLINE_EXCEEDED keep their code and message, and get an ErrorInfo with the
//    code's name as the reason.
//  - Any other error is unexpected. The caller gets INTERNAL with reason INTERNAL, without internal
//    details. The original text goes to the log.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The inverse of ToGrpcStatus, for clients: details become payloads again. Details that can't be
// parsed are dropped; code and message stay.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_STATUS_H_
