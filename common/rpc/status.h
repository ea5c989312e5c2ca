#ifndef JUMELAGE_COMMON_RPC_STATUS_H_
#define JUMELAGE_COMMON_RPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace jumelage {

// The status that a server answers: the only place where errors become gRPC's.
//  - An error with google.rpc.ErrorInfo keeps code, message and all details.
//  - CANCELLED and DEADLINE_EXCEEDED keep code and message; ErrorInfo with the code's name is
//  added.
//  - Any other is a failure that nobody foresaw: the caller gets INTERNAL with reason INTERNAL and
//  nothing of the inside,
//    the log gets the text.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The inverse, for clients: details become payloads again. Details that can't be parsed are
// dropped, code and message stay.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_STATUS_H_
