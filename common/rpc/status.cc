#include "common/rpc/status.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "google/rpc/status.pb.h"

namespace jumelage {
namespace {

// Returns the error details sorted by type URL, so that an error always looks the same.
std::vector<std::pair<std::string, std::string>> SortedPayloads(const absl::Status& status) {
  std::vector<std::pair<std::string, std::string>> payloads;
  status.ForEachPayload([&payloads](absl::string_view type_url, const absl::Cord& payload) {
    payloads.emplace_back(type_url, payload);
  });
  std::sort(payloads.begin(), payloads.end());
  return payloads;
}

absl::Status WithErrorInfo(const absl::Status& status) {
  if (!ErrorReason(status).empty()) return status;
  switch (status.code()) {
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kDeadlineExceeded:
      return ErrorBuilder(status.code(), absl::StatusCodeToString(status.code()), status.message())
          .Build();
    default:
      return InternalError(status.ToString());
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const absl::Status error = WithErrorInfo(status);
  google::rpc::Status rpc_status;
  rpc_status.set_code(static_cast<int>(error.code()));
  rpc_status.set_message(std::string(error.message()));
  for (auto& [type_url, value] : SortedPayloads(error)) {
    google::protobuf::Any* detail = rpc_status.add_details();
    detail->set_type_url(type_url);
    detail->set_value(std::move(value));
  }
  // The message is sent twice: clients in some languages refuse details whose message differs from
  // the status's.
  return grpc::Status(static_cast<grpc::StatusCode>(error.code()), rpc_status.message(),
                      rpc_status.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status rpc_status;
  if (!rpc_status.ParseFromString(status.error_details())) return result;
  for (const google::protobuf::Any& detail : rpc_status.details()) {
    result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

}  // namespace jumelage
