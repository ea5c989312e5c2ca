#include "common/resource/import_refusals.h"

#include <algorithm>

#include "common/base/error.h"
#include "common/rpc/status.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage {

absl::Status ImportRefusals::Fill(const absl::Status& status, google::rpc::Status* error) {
  if (ErrorReason(status).empty()) return status;
  if (!error->ParseFromString(ToGrpcStatus(status).error_details())) {
    return absl::InternalError("an error's details are unreadable");
  }
  if (bytes_ > kMaxImportErrorBytes) {
    auto& details = *error->mutable_details();
    details.erase(std::remove_if(details.begin(), details.end(),
                                 [](const google::protobuf::Any& detail) {
                                   return !detail.Is<google::rpc::ErrorInfo>();
                                 }),
                  details.end());
  }
  bytes_ += error->ByteSizeLong();
  return absl::OkStatus();
}

}  // namespace jumelage
