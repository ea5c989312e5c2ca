#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "clients/cli/command/filters.h"
#include "clients/cli/commands.h"
#include "clients/cli/day_options.h"
#include "clients/cli/listing.h"
#include "clients/cli/page/describe_body.h"
#include "clients/cli/record_printing.h"
#include "clients/cli/record_table.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/localize.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

constexpr Language kLanguage = Language::kEnglish;

absl::Status ShowOrganization(const CommandContext& context, const Arguments& arguments) {
  v1::GetOrganizationRequest request;
  request.set_name(InCollection("organizations", arguments.words[0]));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::Organization organization,
                            context.registry.GetOrganization(request));
  Directory directory;
  directory.organizations.emplace(organization.name(), organization);
  return PrintRecord(context, organization, std::move(directory), DescribeOrganization);
}

absl::Status ListOrganizations(const CommandContext& context, const Arguments& arguments) {
  using Request = v1::ListOrganizationsRequest;
  using Response = v1::ListOrganizationsResponse;
  Request request;
  JUMELAGE_ASSIGN_OR_RETURN(const std::string country, CountryOption(arguments));
  SetListOptions(arguments, {country.empty() ? "" : HasValue("country", country)}, &request);
  absl::StatusOr<Response> organizations = ReadAll<Request, Response>(
      arguments, request,
      [&](const Request& page) { return context.registry.ListOrganizations(page); },
      [](Response* page) { return page->mutable_organizations(); });
  if (!organizations.ok()) return organizations.status();
  if (context.json) return PrintJson(*organizations, context.out);
  RecordTable table({"ORGANIZATION", "NAME", "KIND", "COUNTRY", "EXISTED"});
  for (const v1::Organization& organization : organizations->organizations()) {
    table.AddRow(
        organization,
        {organization.name(), organization.display_name(), Label(organization.kind(), kLanguage),
         CountryName(organization.country(), kLanguage),
         FormatPeriod(organization.founded(), organization.dissolved(), kLanguage)});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

// Returns the resource name of a member.
const std::string& MemberName(const v1::Membership& membership) {
  return membership.member().has_city() ? membership.member().city()
                                        : membership.member().organization();
}

template <typename Memberships>
std::string MembershipTable(const Memberships& memberships) {
  TextTable table({"BODY", "NAME", "MEMBER", "NAME", "PERIOD", "REMARK"});
  for (const v1::MembershipOnDay& found : memberships) {
    const v1::Membership& membership = found.membership();
    table.AddRow({found.organization(), found.organization_display_name(), MemberName(membership),
                  found.member_display_name(),
                  FormatPeriod(membership.since(), membership.until(), kLanguage),
                  CertaintyText(found.certainty())});
  }
  return table.Render();
}

absl::Status ListMembers(const CommandContext& context, const Arguments& arguments) {
  v1::QueryMembersRequest request;
  request.set_organization(InCollection("organizations", arguments.words[0]));
  JUMELAGE_RETURN_IF_ERROR(SetDay(arguments, &request));
  JUMELAGE_ASSIGN_OR_RETURN(const v1::QueryMembersResponse response,
                            context.registry.QueryMembers(request));
  if (context.json) return PrintJson(response, context.out);
  context.out << MembershipTable(response.members());
  return absl::OkStatus();
}

absl::Status ListMemberships(const CommandContext& context, const Arguments& arguments) {
  using Request = v1::QueryMembershipsRequest;
  using Response = v1::QueryMembershipsResponse;
  Request request;
  JUMELAGE_RETURN_IF_ERROR(SetDay(arguments, &request));
  request.set_member(arguments.words[0]);
  if (!absl::StartsWith(request.member(), "organizations/")) {
    JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.words[0], context));
    request.set_member(city.name());
  }
  absl::StatusOr<Response> response = ReadAll<Request, Response>(
      arguments, request,
      [&](const Request& page) { return context.registry.QueryMemberships(page); },
      [](Response* page) { return page->mutable_memberships(); });
  if (!response.ok()) return response.status();
  if (context.json) return PrintJson(*response, context.out);
  context.out << MembershipTable(response->memberships());
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> OrganizationCommands() {
  const OptionSpec on = {"on", "DATE", "Only memberships that certainly existed on this day."};
  const OptionSpec possible = {"possible", "",
                               "With --on: also those that may have existed on that day, marked."};
  return {
      {"organization show",
       "ORGANIZATION",
       1,
       1,
       "Shows everything that is known about an organization.",
       "",
       {},
       ShowOrganization},
      {"organization list",
       "",
       0,
       0,
       "Lists organizations.",
       FieldsHelp("display_name, country, kind, city, organization, founded, dissolved",
                  "display_name, country, founded"),
       {{"country", "CC", "Only organizations in this country, such as FR."},
        kFilterOption,
        kOrderOption,
        kLimitOption,
        kDeletedOption},
       ListOrganizations},
      {"organization members",
       "ORGANIZATION",
       1,
       1,
       "Lists the current and past members of a body.",
       "",
       {on, possible},
       ListMembers},
      {"organization memberships",
       "CITY",
       1,
       1,
       "Lists the bodies of which a city is or was a member.",
       "The member may also be an organization: organizations/ID.",
       {on, possible, kLimitOption},
       ListMemberships},
  };
}

}  // namespace jumelage::cli
