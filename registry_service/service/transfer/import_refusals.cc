#include "registry_service/service/transfer/import_refusals.h"

#include <algorithm>

#include "common/base/error.h"
#include "common/rpc/status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace jumelage {

absl::Status ImportRefusals::Take(const absl::Status& status, registry::v1::ImportResult* result) {
  if (status.ok() || ErrorReason(status).empty()) return status;
  google::rpc::Status& error = *result->mutable_error();
  if (!error.ParseFromString(ToGrpcStatus(status).error_details())) {
    return absl::InternalError("an error's details are unreadable");
  }
  if (bytes_ > kMaxImportErrorBytes) {
    auto& details = *error.mutable_details();
    details.erase(std::remove_if(details.begin(), details.end(),
                                 [](const google::protobuf::Any& detail) {
                                   return !detail.Is<google::rpc::ErrorInfo>();
                                 }),
                  details.end());
  }
  bytes_ += error.ByteSizeLong();
  result->clear_kept_fields();
  result->set_outcome(registry::v1::ImportResult::OUTCOME_REFUSED);
  return absl::OkStatus();
}

}  // namespace jumelage
