#include "clients/cli/command/errors.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/text/printable.h"
#include "common/base/error.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage::cli {
namespace {

// Advice for errors with the ErrorInfo reason `reason`.
struct Advice {
  absl::string_view reason;
  absl::string_view text;
};

constexpr Advice kAdvice[] = {
    {"FIELD_INVALID", "Correct the listed fields and try again."},
    {"FILTER_INVALID", "Correct the filter and try again."},
    {"RESOURCE_ALREADY_EXISTS", "Choose another name, or change the existing record."},
    {"EXTERNAL_ID_TAKEN", "Use the record that has the identifier."},
    {"TWINNING_DUPLICATE",
     "Use the existing link: 'jumelage twinning show' shows it, 'reactivate' revives it."},
    {"RESOURCE_DELETED", "Undelete it first."},
    {"RESOURCE_IN_USE", "Change or delete the listed records first."},
    {"REFERENCE_NOT_FOUND", "Create or undelete the listed records first."},
    {"ILLEGAL_TRANSITION",
     "See its state and history with 'show'. The step must fit the state and come after earlier "
     "steps."},
    {"LEDGER_ENTRY_NOT_EFFECTIVE", "'ledger' shows the entries; name one that counts."},
    {"ETAG_MISMATCH", "The record has changed: look at it again with 'show', then decide again."},
    {"REGISTRY_UNAVAILABLE",
     "The projects service can't reach the registry: check that registry_service runs, then try "
     "again."},
    {"COMPUTATION_TOO_LONG", "Narrow the selection: a day, fewer kinds, states or countries."},
    {"STORAGE_FULL", "Free space on the service's disk. Reads still work."},
    {"REVISION_COMPACTED", "That history is no longer kept: ask for a later revision."},
    {"REVISION_IN_FUTURE", "Ask for an existing revision."},
    {"INTERNAL", "This is a bug in the service. Its log has the details."},
};

template <typename Detail>
bool GetDetail(const absl::Status& status, Detail* detail) {
  const auto payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()));
  return payload.has_value() && detail->ParseFromString(std::string(*payload));
}

// Returns the command that finds names of records of the missing record's type, such as "twinning
// list", or "" if the type is not known.
std::string FindingCommand(const absl::Status& error) {
  google::rpc::ResourceInfo info;
  if (!GetDetail(error, &info)) return "";
  const std::string type = absl::AsciiStrToLower(info.resource_type());
  if (type == "twinning") return "twinning list";
  for (const absl::string_view searched : {"city", "organization", "agreement", "project"}) {
    if (type == searched) return absl::StrCat(searched, " search");
  }
  return "";
}

std::string Next(const absl::Status& error, absl::string_view command) {
  if (IsUsageError(error)) {
    return command.empty() ? "'jumelage help' shows the commands and options."
                           : absl::StrCat("'jumelage help ", command, "' shows its options.");
  }
  const std::string reason = ErrorReason(error);
  if (reason == "RESOURCE_NOT_FOUND") {
    const std::string finding = FindingCommand(error);
    return finding.empty() ? "Check the name."
                           : absl::StrCat("Check the name; 'jumelage ", finding, "' finds names.");
  }
  if (reason == "FILTER_INVALID" && !command.empty()) {
    return absl::StrCat("Correct the filter; 'jumelage help ", command, "' shows the fields.");
  }
  for (const Advice& advice : kAdvice) {
    if (advice.reason == reason) return std::string(advice.text);
  }
  switch (error.code()) {
    case absl::StatusCode::kUnavailable:
      if (!reason.empty()) return "Try again in a moment.";
      return "Check that the service runs and that --registry and --projects have its address.";
    case absl::StatusCode::kDeadlineExceeded:
      return "Try again with a longer --timeout, such as 5m, or ask for less.";
    case absl::StatusCode::kResourceExhausted:
      return reason.empty() ? "The message is too large for the service."
                            : "Try again in a moment.";
    default:
      return "";
  }
}

// Messages may contain texts from records.
std::string OneLine(absl::string_view text) { return Isolated(Printable(text)); }

// Returns one line per violation, obstacle or missing reference.
std::string Particulars(const absl::Status& error) {
  std::string text;
  const auto add = [&text](absl::string_view subject, absl::string_view description) {
    absl::StrAppend(&text, "  ", OneLine(subject), subject.empty() ? "" : ": ",
                    OneLine(description), "\n");
  };
  google::rpc::BadRequest bad_request;
  if (GetDetail(error, &bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      add(violation.field(), violation.description());
    }
  }
  google::rpc::PreconditionFailure failure;
  if (GetDetail(error, &failure)) {
    for (const auto& violation : failure.violations()) {
      add(violation.subject(), violation.description());
    }
  }
  return text;
}

}  // namespace

ExitCode ExitCodeOf(const absl::Status& status) {
  if (IsUsageError(status)) return kExitUsage;
  // Requests consist of what the command line says, so a wrong field is a wrong value there.
  const std::string reason = ErrorReason(status);
  if (reason == "FIELD_INVALID" || reason == "FILTER_INVALID") return kExitUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return kExitConflict;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return kExitUnavailable;
    case absl::StatusCode::kResourceExhausted:
      // Overload and a full disk are temporary. An error without a reason means that a message was
      // too large for the transport. Trying again helps neither with such a message nor after a
      // computation that took too long.
      return reason.empty() || reason == "COMPUTATION_TOO_LONG" ? kExitServiceError
                                                                : kExitUnavailable;
    default:
      return kExitServiceError;
  }
}

std::string ErrorText(const absl::Status& error, absl::string_view command) {
  const std::string reason = ErrorReason(error);
  // Keep the line breaks in the message: the message for an error in a filter uses extra lines to
  // show where the error is.
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(error.message(), '\n')) {
    lines.push_back(OneLine(line));
  }
  if (!reason.empty()) absl::StrAppend(&lines[0], " (", reason, ")");
  std::string text = absl::StrCat("jumelage: ", absl::StrJoin(lines, "\n"), "\n");
  const std::string particulars = Particulars(error);
  // Leave out a single violation that only repeats the message.
  if (particulars != absl::StrCat("  ", OneLine(error.message()), "\n")) text += particulars;
  const std::string next = Next(error, command);
  if (!next.empty()) absl::StrAppend(&text, next, "\n");
  return text;
}

}  // namespace jumelage::cli
