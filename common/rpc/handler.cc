#include "common/rpc/handler.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/values/resource_name.h"

namespace jumelage {

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

void Handler::AddPosition(grpc::CallbackServerContext* context, Revision revision,
                          const Snapshot* snapshot) const {
  AddMetadata(context, revision, Besides(snapshot));
}

void Handler::AddMetadata(grpc::CallbackServerContext* context, Revision revision,
                          const Metadata& besides) const {
  context->AddInitialMetadata(kPositionMetadata,
                              FormatPosition({store_->log().log_id(), revision}));
  if (besides) context->AddInitialMetadata(besides->first, besides->second);
}

void Handler::Finish(grpc::CallbackServerContext* context, grpc::ServerUnaryReactor* reactor,
                     const absl::Status& status) const {
  AddPosition(context, store_->publication().revision(), nullptr);
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
          AddPosition(context, snapshot->revision, &*snapshot);
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
  AddMetadata(context, published, besides);
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
