#include "common/rpc/handler.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/values/resource_name.h"

namespace jumelage {

absl::Status Handler::OfOtherLog(const Position& wanted) const {
  return PositionOfOtherLogError(FormatPosition(wanted), FormatPosition(PublishedPosition()));
}

std::string Handler::Principal(const grpc::CallbackServerContext&) {
  // Without TLS, callers cannot be distinguished: the server listens on loopback, or trusts its
  // network.
  return "local";
}

absl::Time Handler::Deadline(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture()
                                                                  : absl::FromChrono(deadline);
}

void Handler::AddPosition(grpc::CallbackServerContext* context, const Position& position,
                          const Snapshot* snapshot, const absl::Status& status) const {
  AddMetadata(context, position, Besides(snapshot), status.ok());
}

void Handler::AddMetadata(grpc::CallbackServerContext* context, const Position& position,
                          const Metadata& besides, bool succeeds) {
  const auto add = [&](const std::string& key, const std::string& value) {
    // gRPC's clients don't repeat a failed call once they have initial metadata (gRFC A6).
    if (succeeds) {
      context->AddInitialMetadata(key, value);
    } else {
      context->AddTrailingMetadata(key, value);
    }
  };
  add(kPositionMetadata, FormatPosition(position));
  if (besides) add(besides->first, besides->second);
}

void Handler::Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
                     const absl::Status& status) const {
  AddPosition(context, PublishedPosition(), nullptr, status);
  reactor->Finish(ToGrpcStatus(status));
}

grpc::ServerUnaryReactor* Handler::ReadThenFinish(
    grpc::CallbackServerContext* context, const absl::Status& valid,
    std::function<absl::Status(const Snapshot&)> body) const {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  if (!valid.ok()) {
    Finish(context, reactor, valid);
    return reactor;
  }
  AwaitMinPosition(
      *context, [this, context, reactor, body = std::move(body)](const absl::Status& reached) {
        if (!reached.ok()) return Finish(context, reactor, reached);
        store_->Read([this, context, reactor, body](absl::StatusOr<Snapshot> snapshot) {
          if (!snapshot.ok()) return Finish(context, reactor, snapshot.status());
          const absl::Status status = body(*snapshot);
          AddPosition(context, store_->PositionAt(snapshot->revision), &*snapshot, status);
          reactor->Finish(ToGrpcStatus(ErrorForCaller(status)));
        });
      });
  return reactor;
}

bool Handler::AnswerFromCache(grpc::CallbackServerContext* context, const grpc::ByteBuffer& request,
                              absl::string_view collection, grpc::ByteBuffer* response) const {
  grpc::Slice slice;
  if (!request.TrySingleSlice(&slice).ok()) return false;
  const absl::string_view name =
      OnlyFirstField({reinterpret_cast<const char*>(slice.begin()), slice.size()});
  // The cache has resources of every collection, but this method must only answer with resources of
  // its own collection.
  if (!ParseResourceName(name, collection)) return false;
  if (context->client_metadata().count(kMinPositionMetadata) > 0) return false;
  if (store_->draining()) return false;
  // Reads the published revision, which the answer states as its position, before it looks up the
  // entry. If the entry is newer, it is about to be published. Then the view is read instead, and
  // that read waits until the entry is published.
  const Revision published = store_->publication().revision();
  const Metadata besides = Besides(nullptr);
  CachedResourcePtr cached = store_->cache().FindAt(name, published);
  if (cached == nullptr) return false;
  const absl::string_view bytes = cached->bytes();
  *response = SharedBytes(std::move(cached), bytes);
  AddMetadata(context, store_->RecentPositionAt(published), besides, /*succeeds=*/true);
  return true;
}

absl::StatusOr<std::string> Handler::Current(
    const Snapshot& snapshot, absl::string_view name,
    absl::FunctionRef<absl::StatusOr<StoredResource>()> find) const {
  const CachedResourcePtr cached = store_->cache().FindAt(name, snapshot.revision);
  if (cached != nullptr) return std::string(cached->bytes());
  absl::StatusOr<StoredResource> found = find();
  if (!found.ok()) return found.status();
  store_->cache().Fill(name, snapshot.revision, snapshot.outdatings, found->revision, found->bytes);
  return std::move(found->bytes);
}

void Handler::AwaitMinPosition(const grpc::CallbackServerContext& context,
                               std::function<void(absl::Status)> then) const {
  if (store_->draining()) return then(ShuttingDownError());
  const auto wanted = context.client_metadata().find(kMinPositionMetadata);
  if (wanted == context.client_metadata().end()) return then(absl::OkStatus());
  const absl::StatusOr<Position> position = ParsePosition(
      absl::string_view(wanted->second.data(), wanted->second.size()), kMinPositionMetadata);
  if (!position.ok()) return then(position.status());
  if (position->log_id != store_->log().log_id()) return then(OfOtherLog(*position));
  const absl::Duration left = Deadline(context) - Clock::Real()->Now();
  store_->publication().WhenPublished(
      position->revision, std::min(left - kPositionMargin, kMaxPositionWait),
      [this, position = *position, then = std::move(then)](bool reached) {
        if (reached) return CheckHistory(position, then);
        then(
            PositionNotReachedError(FormatPosition(position), FormatPosition(PublishedPosition())));
      });
}

void Handler::CheckHistory(const Position& position, std::function<void(absl::Status)> then) const {
  if (position.log_id != store_->log().log_id()) return then(OfOtherLog(position));
  if (position.revision > store_->publication().revision()) return then(absl::OkStatus());
  store_->CheckHistory(position,
                       [this, position, then = std::move(then)](const absl::StatusOr<bool>& in_it) {
                         if (!in_it.ok()) return then(in_it.status());
                         then(*in_it ? absl::OkStatus() : OfOtherLog(position));
                       });
}

}  // namespace jumelage
