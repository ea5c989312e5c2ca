#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/errors.h"
#include "clients/cli/command/services.h"
#include "clients/cli/commands.h"
#include "common/base/status_macros.h"
#include "google/protobuf/struct.pb.h"

namespace jumelage::cli {
namespace {

// The error, with the service that it comes from.
absl::Status InService(absl::string_view service, const absl::Status& error) {
  absl::Status told(error.code(), absl::StrCat("the ", service, " service: ", error.message()));
  error.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    told.SetPayload(type_url, payload);
  });
  return told;
}

// The redaction that a command line asks for: in one service or in both.
class Redaction {
 public:
  Redaction(const CommandContext& context, const Arguments& arguments)
      : context_(context),
        arguments_(arguments),
        service_(arguments.Get("service", "")),
        dry_run_(arguments.Has("dry-run")),
        names_(NamesOf(arguments)) {}

  // Asks the service unless it isn't meant. Its error is told, and does not keep the other service
  // from being asked.
  template <typename Api>
  void RunIn(typename Api::Client* client) {
    const absl::Status status = Ask<Api>(client);
    if (status.ok()) return;
    // The program tells the first one itself, when it ends.
    if (!failure_.ok()) context_.err << ErrorText(status);
    failure_.Update(status);
  }

  // How the command ends: with the first error.
  absl::Status End() const {
    if (context_.json) JUMELAGE_RETURN_IF_ERROR(PrintJson(answers_, context_.out));
    return failure_;
  }

 private:
  static std::vector<std::string> NamesOf(const Arguments& arguments) {
    return absl::StrSplit(arguments.Get("names", ""), ',', absl::SkipEmpty());
  }

  template <typename Api>
  absl::Status Ask(typename Api::Client* client) {
    if (!service_.empty() && service_ != Api::kName) return absl::OkStatus();
    typename Api::RedactRequest request;
    for (const std::string& text : arguments_.words) request.add_texts(text);
    for (const std::string& name : names_) {
      if (IsFor<Api>(name)) request.add_names(name);
    }
    if (!names_.empty() && request.names().empty()) return absl::OkStatus();
    request.set_validate_only(dry_run_);
    const absl::StatusOr<typename Api::RedactResponse> done =
        client->RedactTexts(std::move(request));
    if (!done.ok()) return InService(Api::kName, done.status());
    if (!context_.json) {
      Tell(Api::kName, *done);
      return absl::OkStatus();
    }
    JUMELAGE_ASSIGN_OR_RETURN(
        *(*answers_.mutable_fields())[std::string(Api::kName)].mutable_struct_value(),
        ToStruct(*done));
    return absl::OkStatus();
  }

  // Names are asked of the service whose they are, or of that which --service names.
  template <typename Api>
  bool IsFor(absl::string_view name) const {
    if (!service_.empty()) return true;
    return absl::StartsWith(name, "projects/") == (Api::kName == ProjectsApi::kName);
  }

  template <typename Response>
  void Tell(absl::string_view service, const Response& done) {
    for (const std::string& name : done.names()) context_.out << name << "\n";
    if (dry_run_) {
      context_.err << service << ": nothing was changed: " << done.names_size()
                   << " current records have one of the texts; past states were not looked at\n";
    } else {
      context_.err << service << ": redacted at revision " << done.revision() << ": "
                   << done.names_size() << " current records, and all states before\n";
    }
  }

  const CommandContext& context_;
  const Arguments& arguments_;
  const std::string service_;
  const bool dry_run_;
  const std::vector<std::string> names_;
  google::protobuf::Struct answers_;
  absl::Status failure_;
};

absl::Status Redact(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_RETURN_IF_ERROR(CheckService(arguments));
  Redaction redaction(context, arguments);
  redaction.RunIn<RegistryApi>(&context.registry);
  redaction.RunIn<ProjectsApi>(&context.projects);
  return redaction.End();
}

template <typename Api>
absl::Status CompactIn(const CommandContext& context, typename Api::Client* client,
                       int64_t before) {
  typename Api::CompactRequest request;
  request.set_before_revision(before);
  JUMELAGE_ASSIGN_OR_RETURN(const typename Api::CompactResponse done,
                            client->CompactHistory(std::move(request)));
  if (context.json) return PrintJson(done, context.out);
  context.out << "the oldest revision that is kept is " << done.oldest_revision() << "\n";
  if (done.oldest_revision() < before) {
    context.err << "a watch is reading a snapshot and needs the rest: repeat this in a moment\n";
  }
  return absl::OkStatus();
}

absl::Status Compact(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_RETURN_IF_ERROR(CheckService(arguments));
  int64_t before = 0;
  if (!absl::SimpleAtoi(arguments.words[0], &before)) {
    return UsageError(absl::StrCat("a REVISION is a number, not '", arguments.words[0], "'"));
  }
  return arguments.Get("service", RegistryApi::kName) == ProjectsApi::kName
             ? CompactIn<ProjectsApi>(context, &context.projects, before)
             : CompactIn<RegistryApi>(context, &context.registry, before);
}

}  // namespace

std::vector<Command> ForgettingCommands() {
  return {
      {"redact",
       "TEXT…",
       1,
       -1,
       "Takes texts out of all records of both services and all their past states.",
       "For personal data: the name of a person, in every spelling that stands in the records, "
       "each\nin quotation marks. It can't be undone. [redacted] stands in the place of the texts. "
       "Shows the\nrecords that had one. Writes wait while the databases are written anew: give a "
       "--timeout that\nallows for it.\n\n"
       "The registry goes first. Where one of the services fails, the other one is asked all the "
       "same;\nthe command says which failed, and its exit code is that of the first failure. What "
       "the other\none took out is gone: repeat the command, with --service or without.\n\n"
       "'--output json' shows the answers of both as {\"registry\": {…}, \"projects\": {…}}.",
       {{"names", "NAME,…",
         "Only from these records, such as cities/belfort; asks the services whose they are."},
        {"service", "registry|projects", "Only in this service. Default: in both."},
        {"dry-run", "", "Changes nothing; shows the current records that would change."}},
       Redact},
      {"compact",
       "REVISION",
       1,
       1,
       "Forgets the history of a service before a revision.",
       "What is current stays. It can't be undone. Writes wait while the log is written anew: give "
       "a\n--timeout that allows for it. Each service has a log and revisions of its own: to "
       "forget "
       "in both,\ncall it once for each.",
       {{"service", "registry|projects", "Whose history. Default: registry."}},
       Compact},
  };
}

}  // namespace jumelage::cli
