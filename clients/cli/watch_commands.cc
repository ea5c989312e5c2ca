#include <algorithm>
#include <cstdint>
#include <limits>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/services.h"
#include "clients/cli/commands.h"
#include "clients/cli/text/printable.h"
#include "clients/cpp/caller.h"
#include "clients/cpp/watch_listener.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"
#include "google/protobuf/util/time_util.h"

namespace jumelage::cli {
namespace {

using client::ProjectsWatch;
using client::RegistryWatch;
using client::WatchListener;

// Returns the text for a change: "cities/belfort", "cities/x (removed)", "cities/x (deleted)" or
// "cities/x (merged into cities/y)".
template <typename Change>
std::string Told(const Change& change) {
  if (change.has_removed()) return absl::StrCat(change.name(), " (removed)");
  const auto* resource = MemberOf(change, "state");
  if (resource == nullptr) return change.name();
  const auto& reflection = *resource->GetReflection();
  const auto* deleted = resource->GetDescriptor()->FindFieldByName("delete_time");
  if (deleted != nullptr && reflection.HasField(*resource, deleted)) {
    return absl::StrCat(change.name(), " (deleted)");
  }
  const auto* merged = resource->GetDescriptor()->FindFieldByName("merged_into");
  const std::string into = merged == nullptr ? "" : reflection.GetString(*resource, merged);
  return into.empty() ? change.name() : absl::StrCat(change.name(), " (merged into ", into, ")");
}

// Prints one line per commit, one per resource in a snapshot, and one when the snapshot is
// consistent. With --output json, each line is a WatchResponse message with one commit, one page of
// a snapshot or the event `consistent`.
template <typename Api>
class Printer : public WatchListener<Api> {
 public:
  // Watches `service`, and ends the watch after `limit` changes. A resource of a snapshot is one
  // change.
  Printer(const CommandContext& context, absl::string_view service, int64_t limit)
      : context_(context), service_(service), left_(limit) {}

  bool OnSnapshot(const typename Api::SnapshotPage& whole) override {
    typename Api::SnapshotPage page = whole;
    CutOff(page.mutable_resources());
    if (context_.json) {
      typename Api::Response response;
      *response.mutable_snapshot() = std::move(page);
      return Print(response);
    }
    for (const auto& change : page.resources()) {
      Print(absl::StrCat("snapshot  ", change.revision(), "  ", Told(change), "\n"));
    }
    return GoesOn();
  }

  bool OnCommit(const typename Api::Commit& whole) override {
    typename Api::Commit commit = whole;
    if (CutOff(commit.mutable_changes())) commit.set_last_part(false);
    if (context_.json) {
      typename Api::Response response;
      *response.add_commits() = std::move(commit);
      Print(response);
    } else {
      std::vector<std::string> changes;
      for (const auto& change : commit.changes()) changes.push_back(Told(change));
      // Leave out the name of the service, which the user knows.
      const std::string method = commit.method().substr(commit.method().rfind('/') + 1);
      Print(absl::StrCat(commit.revision(), "  ",
                         google::protobuf::util::TimeUtil::ToString(commit.commit_time()), "  ",
                         method, "  ", absl::StrJoin(changes, ", "), "\n"));
    }
    return GoesOn();
  }

  bool OnConsistent(const Position& position) override {
    if (context_.json) {
      typename Api::Response response;
      response.set_log_id(position.log_id);
      response.mutable_consistent()->set_revision(position.revision);
      return Print(response);
    }
    return Print(absl::StrCat("consistent  ", position.revision, "\n"));
  }

  // Prints nothing, because progress events arrive every second and contain no change. Ends the
  // watch if the output has failed.
  bool OnProgress(const Position&) override { return context_.out.good(); }

  bool OnRestart() override {
    context_.err << "the snapshot starts again" << std::endl;
    return true;
  }

  void OnInterruption(const absl::Status& reason) override {
    if (client::TransportErrorOf(reason).empty()) {
      context_.err << "the watch was interrupted: " << Isolated(Printable(reason.message()));
    } else {
      context_.err << "the " << service_ << " service can't be reached (--" << service_ << ")";
    }
    context_.err << "; the watch resumes as soon as possible" << std::endl;
  }

  // Returns the client-side error that ended the watch, or OK.
  const absl::Status& failure() const { return failure_; }

 private:
  bool GoesOn() const { return left_ > 0 && context_.out.good(); }

  // Counts the changes, and removes those beyond the limit. Returns whether there were any.
  template <typename Changes>
  bool CutOff(Changes* changes) {
    const int shown = static_cast<int>(std::min<int64_t>(changes->size(), left_));
    const bool cut = shown < changes->size();
    changes->DeleteSubrange(shown, changes->size() - shown);
    left_ -= shown;
    return cut;
  }

  bool Print(const std::string& line) {
    context_.out << line << std::flush;
    return GoesOn();
  }
  bool Print(const typename Api::Response& response) {
    const absl::StatusOr<std::string> line = ToJson(response, /*one_line=*/true);
    failure_.Update(line.status());
    return line.ok() && Print(*line);
  }

  const CommandContext& context_;
  const absl::string_view service_;
  int64_t left_;
  absl::Status failure_;
};

// Runs the watch until it ends. Returns the error of the watch or of the printer, if any.
template <typename Api, typename Client>
absl::Status WatchAndPrint(Client* client, const typename Api::Request& request,
                           Printer<Api>* printer) {
  JUMELAGE_RETURN_IF_ERROR(client->Watch(request, printer));
  return printer->failure();
}

// Sets where the watch begins: at the revision in --from, with a snapshot (--snapshot), or after
// `head`, the current revision of the log. Returns a usage error if --from is not a positive number
// or both options are given.
template <typename Request>
absl::Status SetStart(const Arguments& arguments, absl::StatusOr<int64_t> head, Request* request) {
  if (arguments.Has("from") && arguments.Has("snapshot")) {
    return UsageError("--from and --snapshot exclude each other");
  }
  if (arguments.Has("snapshot")) {
    request->mutable_snapshot();
    return absl::OkStatus();
  }
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t from, arguments.GetNumber("from", 1, 0));
  if (from > 0) {
    // --from is the first revision to show, but the request takes the last revision that is already
    // known.
    request->set_after_revision(from - 1);
    return absl::OkStatus();
  }
  JUMELAGE_RETURN_IF_ERROR(head.status());
  request->set_after_revision(*head);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> RegistryHead(const CommandContext& context) {
  registry::v1::ListCitiesRequest request;
  request.set_page_size(1);
  JUMELAGE_ASSIGN_OR_RETURN(const auto page, context.registry.ListCities(request));
  return page.revision();
}

absl::StatusOr<int64_t> ProjectsHead(const CommandContext& context) {
  projects::v1::ListProjectsRequest request;
  request.set_page_size(1);
  JUMELAGE_ASSIGN_OR_RETURN(const auto page, context.projects.ListProjects(request));
  return page.revision();
}

absl::Status Watch(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t limit,
                            arguments.GetNumber("limit", 1, std::numeric_limits<int64_t>::max()));
  JUMELAGE_RETURN_IF_ERROR(CheckService(arguments));
  const bool wants_head = !arguments.Has("from") && !arguments.Has("snapshot");
  if (arguments.Get("service", RegistryApi::kName) == RegistryApi::kName) {
    RegistryWatch::Request request;
    const auto head = wants_head ? RegistryHead(context) : absl::StatusOr<int64_t>(0);
    JUMELAGE_RETURN_IF_ERROR(SetStart(arguments, head, &request));
    Printer<RegistryWatch> printer(context, RegistryApi::kName, limit);
    return WatchAndPrint(&context.registry, request, &printer);
  }
  ProjectsWatch::Request request;
  const auto head = wants_head ? ProjectsHead(context) : absl::StatusOr<int64_t>(0);
  JUMELAGE_RETURN_IF_ERROR(SetStart(arguments, head, &request));
  Printer<ProjectsWatch> printer(context, ProjectsApi::kName, limit);
  return WatchAndPrint(&context.projects, request, &printer);
}

}  // namespace

std::vector<Command> WatchCommands() {
  return {
      {"watch",
       "",
       0,
       0,
       "Shows the commits of a service as they happen, one line each.",
       "Without --from or --snapshot, starts with the next commit. Continues until it is stopped: "
       "it resumes\nby itself after any outage of the service, and then shows what it missed.",
       {{"from", "R", "Starts at this revision of the log; the first is 1."},
        {"snapshot", "", "Shows the current state first, then the commits."},
        {"service", "registry|projects", "The service to watch. Default: registry."},
        {"limit", "N",
         "Ends after N changes. A record that a commit changes is one, and so is each record of "
         "the "
         "current state."}},
       Watch},
  };
}

}  // namespace jumelage::cli
