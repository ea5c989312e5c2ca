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
#include "absl/strings/string_view.h"
#include "clients/cli/command/errors.h"
#include "clients/cli/command/services.h"
#include "clients/cli/commands.h"
#include "clients/cli/text/localize.h"
#include "common/base/status_macros.h"
#include "google/protobuf/struct.pb.h"

namespace jumelage::cli {
namespace {

// Returns `error` with the name of the service added to the message.
absl::Status InService(absl::string_view service, const absl::Status& error) {
  absl::Status told(error.code(), absl::StrCat("the ", service, " service: ", error.message()));
  error.ForEachPayload([&](absl::string_view type_url, const absl::Cord& payload) {
    told.SetPayload(type_url, payload);
  });
  return told;
}

// Runs a 'redact' command in one service or in both.
class Redaction {
 public:
  Redaction(const CommandContext& context, const Arguments& arguments,
            std::vector<std::string> names)
      : context_(context),
        arguments_(arguments),
        service_(arguments.Get("service", "")),
        dry_run_(arguments.Has("dry-run")),
        names_(std::move(names)) {}

  // Calls the service if the command line selects it. Keeps an error for End(), so that the other
  // service is called even after an error.
  template <typename Api>
  void RunIn(typename Api::Client* client) {
    const absl::Status status = Ask<Api>(client);
    if (status.ok()) return;
    // The program itself prints the first error, so print only later errors here.
    if (!failure_.ok()) context_.err << ErrorText(status);
    failure_.Update(status);
  }

  // With --output json, prints the responses. Returns the first error, if any, as the result of the
  // command.
  absl::Status End() const {
    if (context_.json) JUMELAGE_RETURN_IF_ERROR(PrintJson(answers_, context_.out));
    return failure_;
  }

 private:
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

  // Returns whether to send `name` to the service. With --service, all names are sent to it;
  // otherwise, only the names of its own records are.
  template <typename Api>
  bool IsFor(absl::string_view name) const {
    if (!service_.empty()) return true;
    return absl::StartsWith(name, "projects/") == (Api::kName == ProjectsApi::kName);
  }

  template <typename Response>
  void Tell(absl::string_view service, const Response& done) {
    for (const std::string& name : done.names()) context_.out << name << "\n";
    const int count = done.names_size();
    const std::string records =
        absl::StrCat(FormatNumber(count, Language::kEnglish), " current ",
                     NounFor(count, "record", "records", Language::kEnglish));
    if (dry_run_) {
      context_.err << service << ": nothing was changed: " << records
                   << NounFor(count, " has", " have", Language::kEnglish)
                   << " one of the texts; past states were not searched\n";
    } else {
      context_.err << service << ": redacted at revision " << done.revision() << ": " << records
                   << ", and all past states\n";
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
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<std::string> names, arguments.GetList("names"));
  Redaction redaction(context, arguments, std::move(names));
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
    context.err << "a watch is reading a snapshot and needs older history: try again in a moment\n";
  }
  return absl::OkStatus();
}

absl::Status Compact(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_RETURN_IF_ERROR(CheckService(arguments));
  int64_t before = 0;
  if (!absl::SimpleAtoi(arguments.words[0], &before)) {
    return UsageError(absl::StrCat("REVISION must be a number, not '", arguments.words[0], "'"));
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
       "Removes texts from all records of both services and from all their past states.",
       "For personal data: give the name of a person in every spelling that occurs in the records, "
       "each in\nquotation marks. This can't be undone. [redacted] replaces the texts. Shows the "
       "records that had one\nof them. Writes wait while the databases are rewritten: give a "
       "--timeout that allows for it.\n\nThe registry comes first. If one of the services fails, "
       "the other one is called nevertheless. The\ncommand reports which one failed, and its exit "
       "code is that of the first failure. What the other\none removed is gone: repeat the "
       "command, with or without --service.\n\n'--output json' shows the responses of both as "
       "{\"registry\": {…}, \"projects\": {…}}.",
       {{"names", "NAME,…",
         "Only from these records, such as cities/belfort; calls only the services that have "
         "them."},
        {"service", "registry|projects", "Only in this service. Default: in both."},
        {"dry-run", "", "Changes nothing; shows the current records that would change."}},
       Redact},
      {"compact",
       "REVISION",
       1,
       1,
       "Permanently removes the history of a service before a revision.",
       "Current records stay. This can't be undone. Writes wait while the log is rewritten: give a "
       "--timeout\nthat allows for it. Each service has its own log and revisions: to compact "
       "both, run the command\nonce for each.",
       {{"service", "registry|projects",
         "The service whose history is removed. Default: registry."}},
       Compact},
  };
}

}  // namespace jumelage::cli
