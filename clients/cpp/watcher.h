#ifndef JUMELAGE_CLIENTS_CPP_WATCHER_H_
#define JUMELAGE_CLIENTS_CPP_WATCHER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/client_options.h"
#include "clients/cpp/watch_listener.h"
#include "common/base/error.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"

namespace jumelage::client {

// Follows the changes of one service. Resumes by itself if the stream ends without an error or with
// a temporary one: UNAVAILABLE, RESOURCE_EXHAUSTED with a RetryInfo, CANCELLED, or an error because
// the watcher was too slow. It resumes after the last position that the listener has fully
// handled, so that no event is lost or sent twice (W5). Only a snapshot that is not consistent yet
// starts again. An attempt that received anything counts as the first attempt of the retry policy,
// so the pause after it is short.
//
// `Api` names the messages of the service: RegistryWatch or ProjectsWatch. `Stub` is the class of
// its stub. Not thread-safe.
template <typename Api, typename Stub>
class Watcher {
 public:
  // `stub` must outlive the watcher.
  Watcher(Stub* stub, const ClientOptions& options) : stub_(stub), options_(options) {
    if (options.watch_over_any_outage) retry_.max_attempts = RetryPolicy::kUnlimitedAttempts;
  }

  // Watches until the listener ends the watch, and then returns OK. Returns the Watch method's
  // error if it is permanent, or if the attempts of the retry policy are used up, unless
  // ClientOptions::watch_over_any_outage is set. Call it only once.
  absl::Status Run(typename Api::Request request, WatchListener<Api>* listener) {
    int attempt = 0;
    while (true) {
      ++attempt;
      told_ = false;
      absl::Status status = RunStream(request, listener);
      if (stopped_) return absl::OkStatus();
      if (told_) attempt = 1;
      // A watcher that was too slow can resume, so this error is temporary.
      if (ErrorReason(status) == "WATCHER_TOO_SLOW") {
        status = absl::UnavailableError(status.message());
      }
      const absl::optional<absl::Duration> delay =
          RetryDelay(status, attempt, retry_, options_.ids);
      if (!delay) return status;
      if (attempt == 1) listener->OnInterruption(status);
      options_.clock->Sleep(*delay);
      if (position_) {
        ResumeAfter(*position_, &request);
      } else if (request.has_snapshot() && told_ && !listener->OnRestart()) {
        return absl::OkStatus();
      }
    }
  }

  // Returns the last position that the listener has fully handled, if any.
  const absl::optional<Position>& position() const { return position_; }

 private:
  static void ResumeAfter(const Position& position, typename Api::Request* request) {
    if (position.mark != 0 || position.revision == 0) {
      request->clear_log_id();
      request->set_after_position(FormatPosition(position));
    } else {
      request->set_after_revision(position.revision);
      request->set_log_id(position.log_id);
    }
  }

  absl::Status RunStream(const typename Api::Request& request, WatchListener<Api>* listener) {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReaderInterface<typename Api::Response>> stream =
        stub_->Watch(&context, request);
    consistent_ = !request.has_snapshot();
    log_id_.clear();
    partial_.reset();
    typename Api::Response response;
    while (!stopped_ && stream->Read(&response)) {
      told_ = true;
      stopped_ = !Tell(&response, listener);
    }
    if (stopped_) context.TryCancel();
    absl::Status status = StatusOfCall(stream->Finish(), options_);
    // A server ends a stream without an error only when it stops.
    if (status.ok()) status = absl::UnavailableError("the service ended the stream");
    return status;
  }

  bool Tell(typename Api::Response* response, WatchListener<Api>* listener) {
    if (!response->log_id().empty()) log_id_ = response->log_id();
    for (typename Api::Commit& part : *response->mutable_commits()) {
      if (!TellPart(&part, listener)) return false;
    }
    switch (response->event_case()) {
      case Api::Response::kSnapshot:
        return listener->OnSnapshot(response->snapshot());
      case Api::Response::kConsistent:
        consistent_ = true;
        return Handled(response->consistent(),
                       [&](const Position& position) { return listener->OnConsistent(position); });
      case Api::Response::kProgress:
        return Handled(response->progress(),
                       [&](const Position& position) { return listener->OnProgress(position); });
      case Api::Response::EVENT_NOT_SET:
        return true;
    }
    return true;
  }

  // Puts the parts of a commit together (W4). Calls the listener after the last part.
  bool TellPart(typename Api::Commit* part, WatchListener<Api>* listener) {
    const bool last = part->last_part();
    if (!partial_) {
      partial_ = std::move(*part);
    } else {
      for (auto& change : *part->mutable_changes()) *partial_->add_changes() = std::move(change);
      partial_->set_last_part(last);
      partial_->set_position(part->position());
    }
    if (!last) return true;
    const typename Api::Commit commit = *std::exchange(partial_, absl::nullopt);
    return Handled(commit, [&](const Position&) { return listener->OnCommit(commit); });
  }

  // Calls `tell` with the position of a commit or event and returns its result. Remembers that
  // position as handled, unless the log id is not known or the stream is in a snapshot that is not
  // consistent yet: such a snapshot can't be resumed.
  template <typename Event, typename Telling>
  bool Handled(const Event& event, Telling tell) {
    // A service of an older version gives only the revision.
    const Position position =
        ParsePosition(event.position(), "position").value_or(Position{log_id_, event.revision()});
    const bool go_on = tell(position);
    if (consistent_ && !log_id_.empty()) position_ = position;
    return go_on;
  }

  Stub* const stub_;
  const ClientOptions options_;
  RetryPolicy retry_ = options_.retry;
  absl::optional<Position> position_;
  // State of the open stream: its log, whether it can be resumed, whether it sent anything, and the
  // parts of an unfinished commit.
  std::string log_id_;
  bool consistent_ = true;
  bool told_ = false;
  absl::optional<typename Api::Commit> partial_;
  bool stopped_ = false;
};

}  // namespace jumelage::client

#endif  // JUMELAGE_CLIENTS_CPP_WATCHER_H_
