#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/commands.h"
#include "clients/cli/listing.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text/text_table.h"
#include "common/base/status_macros.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/time_util.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;
using client::RegistryClient;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Returns whether the field serializes to different bytes in the two messages.
bool Differs(const Message& before, const Message& after, const FieldDescriptor* field) {
  const auto alone = [field](const Message& message) {
    const std::unique_ptr<Message> copy(message.New());
    copy->CopyFrom(message);
    std::vector<const FieldDescriptor*> set;
    message.GetReflection()->ListFields(message, &set);
    for (const FieldDescriptor* other : set) {
      if (other != field) copy->GetReflection()->ClearField(copy.get(), other);
    }
    return copy->SerializeAsString();
  };
  return alone(before) != alone(after);
}

// Returns the names of the fields that differ between two states of a resource. Leaves out fields
// that every change sets and fields that are derived from other records.
std::string ChangedFields(const Message& before, const Message& after) {
  std::vector<std::string> names;
  for (int i = 0; i < after.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = after.GetDescriptor()->field(i);
    const std::string& name = field->name();
    if (name == "revision" || name == "etag" || name == "update_time") continue;
    // These two are derived from other records.
    if (name == "redirects" || name == "references") continue;
    if (Differs(before, after, field)) names.push_back(name);
  }
  return absl::StrJoin(names, " ");
}

// Prints the states that the resource `name` has had. `list` is the method of `client` that lists
// them. `state` returns the resource in an item of the response.
template <typename Client, typename Request, typename Response, typename Item, typename R>
absl::Status PrintHistory(const CommandContext& context, const Arguments& arguments,
                          const std::string& name, Client& client,
                          absl::StatusOr<Response> (Client::*list)(const Request&),
                          const R& (Item::*state)() const) {
  Request request;
  request.set_name(name);
  absl::StatusOr<Response> found = ReadAll<Request, Response>(
      arguments, request, [&](const Request& page) { return (client.*list)(page); },
      [](Response* response) { return response->mutable_revisions(); });
  if (!found.ok()) return found.status();
  if (context.json) return PrintJson(*found, context.out);
  TextTable table({"REVISION", "TIME", "BY", "METHOD", "CHANGED"});
  for (int i = 0; i < found->revisions_size(); ++i) {
    const Item& item = found->revisions(i);
    const std::pair<std::string, std::string> method =
        absl::StrSplit(item.method(), absl::MaxSplits('/', 1));
    const bool oldest = i + 1 == found->revisions_size();
    table.AddRow(
        {absl::StrCat(item.revision()),
         google::protobuf::util::TimeUtil::ToString(item.commit_time()), item.principal(),
         method.second,
         oldest ? "" : ChangedFields((found->revisions(i + 1).*state)(), (item.*state)())});
  }
  context.out << table.Render();
  return absl::OkStatus();
}

absl::Status CityHistory(const CommandContext& context, const Arguments& arguments) {
  JUMELAGE_ASSIGN_OR_RETURN(const v1::City city, ResolveCity(arguments.words[0], context));
  return PrintHistory(context, arguments, city.name(), context.registry,
                      &RegistryClient::ListCityRevisions, &v1::CityRevision::city);
}

absl::Status OrganizationHistory(const CommandContext& context, const Arguments& arguments) {
  return PrintHistory(context, arguments, InCollection("organizations", arguments.words[0]),
                      context.registry, &RegistryClient::ListOrganizationRevisions,
                      &v1::OrganizationRevision::organization);
}

absl::Status AgreementHistory(const CommandContext& context, const Arguments& arguments) {
  return PrintHistory(context, arguments, InCollection("agreements", arguments.words[0]),
                      context.registry, &RegistryClient::ListAgreementRevisions,
                      &v1::AgreementRevision::agreement);
}

absl::Status TwinningHistory(const CommandContext& context, const Arguments& arguments) {
  return PrintHistory(context, arguments, InCollection("twinnings", arguments.words[0]),
                      context.registry, &RegistryClient::ListTwinningRevisions,
                      &v1::TwinningRevision::twinning);
}

absl::Status ProjectHistory(const CommandContext& context, const Arguments& arguments) {
  return PrintHistory(context, arguments, InCollection("projects", arguments.words[0]),
                      context.projects, &client::ProjectsClient::ListProjectRevisions,
                      &projects::v1::ProjectRevision::project);
}

constexpr char kHistoryDetails[] =
    "The newest state comes first. Each has its author, its method, and the fields that differ "
    "from the\nprevious state. '--output json' shows the states themselves.";

}  // namespace

std::vector<Command> HistoryCommands() {
  return {
      {"city history",
       "CITY",
       1,
       1,
       "Shows the states that a city has had.",
       kHistoryDetails,
       {kLimitOption},
       CityHistory},
      {"organization history",
       "ORGANIZATION",
       1,
       1,
       "Shows the states that an organization has had.",
       kHistoryDetails,
       {kLimitOption},
       OrganizationHistory},
      {"agreement history",
       "AGREEMENT",
       1,
       1,
       "Shows the states that an agreement has had.",
       kHistoryDetails,
       {kLimitOption},
       AgreementHistory},
      {"twinning history",
       "TWINNING",
       1,
       1,
       "Shows the states that a twinning has had.",
       kHistoryDetails,
       {kLimitOption},
       TwinningHistory},
      {"project history",
       "PROJECT",
       1,
       1,
       "Shows the states that a project has had.",
       kHistoryDetails,
       {kLimitOption},
       ProjectHistory},
  };
}

}  // namespace jumelage::cli
