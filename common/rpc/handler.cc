#include "common/rpc/handler.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/limits.h"

namespace jumelage {

std::string Handler::Principal(const grpc::CallbackServerContext&) {
  // Without TLS there is nobody to tell apart: the server listens on loopback, or was told to trust
  // its network.
  return "local";
}

absl::Time Handler::Deadline(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture()
                                                                  : absl::FromChrono(deadline);
}

void Handler::AddPosition(grpc::CallbackServerContext* context, Revision revision,
                          const Snapshot* snapshot) const {
  context->AddInitialMetadata(kPositionMetadata,
                              FormatPosition({store_->log().log_id(), revision}));
  if (hook_) hook_(context, snapshot);
}

void Handler::Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
                     const absl::Status& status) const {
  AddPosition(context, store_->publication().revision(), nullptr);
  reactor->Finish(ToGrpcStatus(status));
}

void Handler::AwaitMinPosition(const grpc::CallbackServerContext& context,
                               std::function<void(absl::Status)> then) const {
  const auto wanted = context.client_metadata().find(kMinPositionMetadata);
  if (wanted == context.client_metadata().end()) return then(absl::OkStatus());
  const std::string text(wanted->second.data(), wanted->second.size());
  const absl::StatusOr<Position> position = ParsePosition(text, kMinPositionMetadata);
  if (!position.ok()) return then(position.status());
  const std::string& log_id = store_->log().log_id();
  if (position->log_id != log_id) {
    return then(
        PositionOfOtherLogError(text, FormatPosition({log_id, store_->publication().revision()})));
  }
  const absl::Duration left = Deadline(context) - Clock::Real()->Now();
  store_->publication().WhenPublished(
      position->revision, std::min(left - kPositionMargin, kMaxPositionWait),
      [this, text, then = std::move(then)](bool reached) {
        if (reached) return then(absl::OkStatus());
        then(PositionNotReachedError(
            text, FormatPosition({store_->log().log_id(), store_->publication().revision()})));
      });
}

}  // namespace jumelage
