#include <cmath>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "clients/cli/changes.h"
#include "clients/cli/commands.h"
#include "clients/cli/enum_words.h"
#include "clients/cli/listing.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr OptionSpec kKeepOption = {
    "keep", "TWINNING,…",
    "Of twinnings that clash, those to keep. The others become redirects to them."};

template <typename Request>
absl::Status SetKeep(const Arguments& arguments, Request* request) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> kept, arguments.GetList("keep"));
  for (const std::string& twinning : kept) {
    request->add_keep_twinnings(InCollection("twinnings", twinning));
  }
  return absl::OkStatus();
}

// Prints a line such as "cities/a is merged into cities/b", or the record as JSON. Returns the
// error of `record`, if any.
template <typename R>
absl::Status Tell(const CommandContext& context, const Arguments& arguments,
                  const absl::StatusOr<R>& record, absl::string_view what) {
  if (!record.ok()) return record.status();
  if (context.json) return PrintJson(*record, context.out);
  context.out << record->name() << (arguments.Has("validate-only") ? " could be " : " is ") << what
              << "\n";
  return absl::OkStatus();
}

absl::Status MergeCity(const CommandContext& context, const Arguments& arguments) {
  auto request = ChangeRequest<v1::MergeCityRequest>("cities", arguments);
  request.set_into(InCollection("cities", arguments.words[1]));
  JUMELAGE_RETURN_IF_ERROR(SetKeep(arguments, &request));
  const std::string what = absl::StrCat("merged into ", request.into());
  return Tell(context, arguments, context.registry.MergeCity(std::move(request)), what);
}

absl::Status UnmergeCity(const CommandContext& context, const Arguments& arguments) {
  auto request = ChangeRequest<v1::UnmergeCityRequest>("cities", arguments);
  JUMELAGE_RETURN_IF_ERROR(SetKeep(arguments, &request));
  return Tell(context, arguments, context.registry.UnmergeCity(std::move(request)),
              "a separate city again");
}

absl::Status MergeOrganization(const CommandContext& context, const Arguments& arguments) {
  auto request = ChangeRequest<v1::MergeOrganizationRequest>("organizations", arguments);
  request.set_into(InCollection("organizations", arguments.words[1]));
  const std::string what = absl::StrCat("merged into ", request.into());
  return Tell(context, arguments, context.registry.MergeOrganization(std::move(request)), what);
}

absl::Status UnmergeOrganization(const CommandContext& context, const Arguments& arguments) {
  return Tell(context, arguments,
              context.registry.UnmergeOrganization(
                  ChangeRequest<v1::UnmergeOrganizationRequest>("organizations", arguments)),
              "a separate organization again");
}

// Purges the record in `collection` that the first word names.
template <typename Client, typename R, typename Request>
absl::Status Purge(const CommandContext& context, const Arguments& arguments, Client& client,
                   absl::StatusOr<R> (Client::*purge)(Request), absl::string_view collection) {
  return Tell(context, arguments, (client.*purge)(ChangeRequest<Request>(collection, arguments)),
              "purged");
}

absl::Status PurgeCity(const CommandContext& context, const Arguments& arguments) {
  return Purge(context, arguments, context.registry, &client::RegistryClient::PurgeCity, "cities");
}

absl::Status PurgeOrganization(const CommandContext& context, const Arguments& arguments) {
  return Purge(context, arguments, context.registry, &client::RegistryClient::PurgeOrganization,
               "organizations");
}

absl::Status PurgeAgreement(const CommandContext& context, const Arguments& arguments) {
  return Purge(context, arguments, context.registry, &client::RegistryClient::PurgeAgreement,
               "agreements");
}

absl::Status PurgeTwinning(const CommandContext& context, const Arguments& arguments) {
  return Purge(context, arguments, context.registry, &client::RegistryClient::PurgeTwinning,
               "twinnings");
}

absl::Status PurgeProject(const CommandContext& context, const Arguments& arguments) {
  return Purge(context, arguments, context.projects, &client::ProjectsClient::PurgeProject,
               "projects");
}

// Pairs with a lower score have similar names but nothing else in common.
constexpr int kDefaultMinScore = 40;

// Returns the reasons of a proposal as text, such as "same name, shared partners (3), nearby (2
// km)".
std::string ReasonsOf(const v1::DuplicateProposal& proposal) {
  std::vector<std::string> reasons;
  for (int i = 0; i < proposal.reasons_size(); ++i) {
    std::string reason = absl::StrReplaceAll(
        EnumText(v1::DuplicateProposal::Reason(proposal.reasons(i))), {{"-", " "}});
    if (proposal.reasons(i) == v1::DuplicateProposal::REASON_SHARED_PARTNERS) {
      const int count = proposal.shared_partner_count();
      reason = count == 0 ? "linked partners" : absl::StrCat(reason, " (", count, ")");
    }
    if (proposal.reasons(i) == v1::DuplicateProposal::REASON_NEARBY) {
      absl::StrAppend(&reason, " (", std::lround(proposal.distance_km()), " km)");
    }
    reasons.push_back(reason);
  }
  return absl::StrJoin(reasons, ", ");
}

absl::Status ListDuplicates(const CommandContext& context, const Arguments& arguments) {
  v1::QueryDuplicatesRequest request;
  if (!arguments.words.empty()) request.set_city(InCollection("cities", arguments.words[0]));
  JUMELAGE_ASSIGN_OR_RETURN(*request.mutable_country(), CountryOption(arguments));
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t score,
                            arguments.GetNumber("min-score", 0, kDefaultMinScore));
  if (score > 100) return UsageError("--min-score must be a number from 0 to 100");
  request.set_min_score(static_cast<int32_t>(score));
  const absl::StatusOr<v1::QueryDuplicatesResponse> found =
      ReadAll<v1::QueryDuplicatesRequest, v1::QueryDuplicatesResponse>(
          arguments, request,
          [&](const auto& page) { return context.registry.QueryDuplicates(page); },
          [](v1::QueryDuplicatesResponse* response) { return response->mutable_proposals(); });
  if (!found.ok()) return found.status();
  if (context.json) return PrintJson(*found, context.out);
  TextTable table({"SCORE", "CITY", "NAME", "CITY", "NAME", "REASONS"});
  for (const v1::DuplicateProposal& proposal : found->proposals()) {
    table.AddRow({absl::StrCat(proposal.score()), proposal.first().city(),
                  proposal.first().display_name(), proposal.second().city(),
                  proposal.second().display_name(), ReasonsOf(proposal)});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

using Run = absl::Status (*)(const CommandContext& context, const Arguments& arguments);

Command PurgeCommand(absl::string_view name, absl::string_view operand, Run run) {
  return {name,
          operand,
          1,
          1,
          "Permanently removes a deleted record.",
          "Refused while any record refers to it, even a deleted one. Its history is kept.",
          {kEtagOption, kValidateOption},
          run};
}

}  // namespace

std::vector<Command> IdentityCommands() {
  return {
      {"city merge",
       "CITY INTO",
       2,
       2,
       "Merges a city into another one; 'city unmerge' undoes it.",
       "CITY becomes a redirect. References to CITY are not rewritten, but are shown as references "
       "to INTO.\nBoth are resource names or ids.",
       {kKeepOption, kEtagOption, kValidateOption},
       MergeCity},
      {"city unmerge",
       "CITY",
       1,
       1,
       "Makes a merged city a separate city again.",
       "References to it are shown as such again.",
       {kKeepOption, kEtagOption, kValidateOption},
       UnmergeCity},
      {"city duplicates",
       "[CITY]",
       0,
       1,
       "Lists pairs of cities that may be duplicates, with the reasons.",
       "",
       {{"country", "CC", "Only cities in this country, such as FR."},
        {"min-score", "N", "Only pairs with at least this score, 0 to 100. Default: 40."},
        kLimitOption},
       ListDuplicates},
      PurgeCommand("city purge", "CITY", PurgeCity),
      {"organization merge",
       "ORGANIZATION INTO",
       2,
       2,
       "Merges an organization into another one; 'organization unmerge' undoes it.",
       "ORGANIZATION becomes a redirect. References to it are not rewritten, but are shown as "
       "references to\nINTO. Both are resource names or ids.",
       {kEtagOption, kValidateOption},
       MergeOrganization},
      {"organization unmerge",
       "ORGANIZATION",
       1,
       1,
       "Makes a merged organization a separate organization again.",
       "References to it are shown as such again.",
       {kEtagOption, kValidateOption},
       UnmergeOrganization},
      PurgeCommand("organization purge", "ORGANIZATION", PurgeOrganization),
      PurgeCommand("agreement purge", "AGREEMENT", PurgeAgreement),
      PurgeCommand("twinning purge", "TWINNING", PurgeTwinning),
      PurgeCommand("project purge", "PROJECT", PurgeProject),
  };
}

}  // namespace jumelage::cli
