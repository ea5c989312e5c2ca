#include "clients/cli/page/page_data.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "clients/cli/command/filters.h"
#include "clients/cli/page/references.h"
#include "clients/cpp/pager.h"
#include "common/base/status_macros.h"
#include "common/values/uncertain_date.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;
namespace p1 = projects::v1;

using client::ProjectsClient;
using client::RegistryClient;

constexpr int kPageSize = 1000;
constexpr char kResourceInfoTypeUrl[] = "type.googleapis.com/google.rpc.ResourceInfo";

// Calls `take` with each page of a List method.
template <typename Request, typename Response, typename Take>
absl::Status ForEachPage(Request request, typename client::Pager<Request, Response>::Fetch fetch,
                         Take take) {
  request.set_page_size(kPageSize);
  client::Pager<Request, Response> pages(std::move(request), std::move(fetch));
  while (true) {
    JUMELAGE_ASSIGN_OR_RETURN(absl::optional<Response> page, pages.Next());
    if (!page) return absl::OkStatus();
    take(*page);
  }
}

// Returns the resource names that `record` refers to and that are not in the directory, grouped by
// collection.
std::map<std::string, std::vector<std::string>> MissingNames(
    const google::protobuf::Message& record, const Directory& directory) {
  std::set<std::string> names;
  ForEachReference(record, [&](const std::string& name) {
    if (!directory.Has(name)) names.insert(name);
  });
  std::map<std::string, std::vector<std::string>> missing;
  for (const std::string& name : names) {
    missing[name.substr(0, name.find('/'))].push_back(name);
  }
  return missing;
}

// Returns the name in the ResourceInfo of a NOT_FOUND error, or "".
std::string NotFoundName(const absl::Status& status) {
  const auto payload = status.GetPayload(kResourceInfoTypeUrl);
  google::rpc::ResourceInfo info;
  if (!absl::IsNotFound(status) || !payload || !info.ParseFromString(std::string(*payload))) {
    return "";
  }
  return info.resource_name();
}

// Reads `names` with a BatchGet method, in requests of at most kPageSize names. The method returns
// either all records or none, so if a name has no record (a project may contain such a name), the
// name is dropped and the rest are requested again.
template <typename Request, typename Get, typename Take>
absl::Status BatchGet(std::vector<std::string> names, Get get, Take take) {
  while (!names.empty()) {
    const size_t count = std::min<size_t>(names.size(), kPageSize);
    Request request;
    for (size_t i = 0; i < count; ++i) request.add_names(names[i]);
    const auto response = get(request);
    if (response.ok()) {
      take(*response);
      names.erase(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
      continue;
    }
    const auto missing = std::find(names.begin(), names.end(), NotFoundName(response.status()));
    if (missing == names.end()) return response.status();
    names.erase(missing);
  }
  return absl::OkStatus();
}

template <typename Records, typename Map>
void AddAll(const Records& records, Map* map) {
  for (const auto& record : records) map->emplace(record.name(), record);
}

absl::Status AddTwinnings(const std::string& city, RegistryClient& registry, Directory* directory) {
  v1::ListTwinningsRequest request;
  request.set_filter(HasValue("city", city));
  return ForEachPage<v1::ListTwinningsRequest, v1::ListTwinningsResponse>(
      request, [&](const auto& page) { return registry.ListTwinnings(page); },
      [&](const v1::ListTwinningsResponse& page) {
        AddAll(page.twinnings(), &directory->twinnings);
      });
}

absl::Status AddAgreements(RegistryClient& registry, PageData* data) {
  v1::ListAgreementsRequest request;
  request.set_filter(HasValue("city", data->city));
  return ForEachPage<v1::ListAgreementsRequest, v1::ListAgreementsResponse>(
      request, [&](const auto& page) { return registry.ListAgreements(page); },
      [&](const v1::ListAgreementsResponse& page) {
        AddAll(page.agreements(), &data->directory.agreements);
        for (const auto& agreement : page.agreements()) {
          data->agreements.push_back(agreement.name());
        }
      });
}

// Returns whether the city is a member of the organization or one of its territories. A city that
// is only the seat of an organization, such as a ministry, is neither.
bool Serves(const v1::Organization& organization, const std::string& city) {
  const auto is_city = [&city](const auto& reference) { return reference.city() == city; };
  const auto& territories = organization.territories();
  return std::any_of(territories.begin(), territories.end(), is_city) ||
         std::any_of(organization.members().begin(), organization.members().end(),
                     [&](const v1::Membership& member) { return is_city(member.member()); });
}

absl::Status AddOrganizations(RegistryClient& registry, PageData* data) {
  v1::ListOrganizationsRequest request;
  request.set_filter(HasValue("city", data->city));
  return ForEachPage<v1::ListOrganizationsRequest, v1::ListOrganizationsResponse>(
      request, [&](const auto& page) { return registry.ListOrganizations(page); },
      [&](const v1::ListOrganizationsResponse& page) {
        AddAll(page.organizations(), &data->directory.organizations);
        for (const auto& organization : page.organizations()) {
          if (Serves(organization, data->city)) data->organizations.push_back(organization.name());
        }
      });
}

absl::Status AddProjects(const std::string& filter, ProjectsClient& projects,
                         Directory* directory) {
  p1::ListProjectsRequest request;
  request.set_filter(filter);
  return ForEachPage<p1::ListProjectsRequest, p1::ListProjectsResponse>(
      request, [&](const auto& page) { return projects.ListProjects(page); },
      [&](const p1::ListProjectsResponse& page) {
        AddAll(page.projects(), &directory->projects);
        for (const auto& project : page.projects()) {
          for (const auto& reference : project.references()) {
            directory->references.emplace(reference.resource(), reference);
          }
        }
      });
}

absl::Status AddAllProjects(ProjectsClient& projects, PageData* data) {
  Directory* directory = &data->directory;
  JUMELAGE_RETURN_IF_ERROR(AddProjects(HasValue("city", data->city), projects, directory));
  for (const auto& twinning : directory->twinnings) {
    JUMELAGE_RETURN_IF_ERROR(
        AddProjects(HasValue("twinning", twinning.first), projects, directory));
  }
  for (const std::string& organization : data->organizations) {
    JUMELAGE_RETURN_IF_ERROR(
        AddProjects(HasValue("organization", organization), projects, directory));
  }
  std::vector<std::pair<std::string, std::string>> by_start;
  for (const auto& [name, project] : directory->projects) {
    const auto& start =
        project.has_actual_start() ? project.actual_start() : project.planned_start();
    by_start.emplace_back(start.has_earliest() ? SortKey(start) : kAbsentDateSortKey, name);
  }
  std::sort(by_start.begin(), by_start.end());
  for (const auto& entry : by_start) data->projects.push_back(entry.second);
  return absl::OkStatus();
}

absl::Status AddPartners(RegistryClient& registry, PageData* data) {
  v1::QueryPartnersRequest request;
  request.set_city(data->city);
  for (const auto state :
       {v1::Twinning::STATE_PROPOSED, v1::Twinning::STATE_ACTIVE, v1::Twinning::STATE_DORMANT,
        v1::Twinning::STATE_SUSPENDED, v1::Twinning::STATE_ENDED}) {
    request.add_states(state);
  }
  JUMELAGE_ASSIGN_OR_RETURN(const v1::QueryPartnersResponse partners,
                            registry.QueryPartners(request));
  data->groups.assign(partners.groups().begin(), partners.groups().end());
  return absl::OkStatus();
}

// Adds the records that the page's records name, and then the records that those name, such as the
// members of organizations and the parties to agreements.
absl::Status AddAllReferenced(RegistryClient& registry, Directory* directory) {
  for (int round = 0; round < 2; ++round) {
    // Iterate over a copy, so that the loops don't visit the records that they add.
    const Directory shown = *directory;
    const auto add = [&](const auto& records) {
      for (const auto& record : records) {
        JUMELAGE_RETURN_IF_ERROR(AddReferenced(record.second, registry, directory));
      }
      return absl::OkStatus();
    };
    JUMELAGE_RETURN_IF_ERROR(add(shown.twinnings));
    JUMELAGE_RETURN_IF_ERROR(add(shown.projects));
    JUMELAGE_RETURN_IF_ERROR(add(shown.agreements));
    JUMELAGE_RETURN_IF_ERROR(add(shown.organizations));
    JUMELAGE_RETURN_IF_ERROR(add(shown.cities));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PageData> GatherPage(const std::string& city, RegistryClient& registry,
                                    ProjectsClient& projects) {
  PageData data;
  data.city = city;
  v1::GetCityRequest request;
  request.set_name(city);
  JUMELAGE_ASSIGN_OR_RETURN(data.directory.cities[city], registry.GetCity(request));
  JUMELAGE_RETURN_IF_ERROR(AddPartners(registry, &data));
  JUMELAGE_RETURN_IF_ERROR(AddTwinnings(city, registry, &data.directory));
  JUMELAGE_RETURN_IF_ERROR(AddAgreements(registry, &data));
  JUMELAGE_RETURN_IF_ERROR(AddOrganizations(registry, &data));
  JUMELAGE_RETURN_IF_ERROR(AddAllProjects(projects, &data));
  JUMELAGE_RETURN_IF_ERROR(AddAllReferenced(registry, &data.directory));
  return data;
}

absl::Status AddReferenced(const google::protobuf::Message& record, RegistryClient& registry,
                           Directory* directory) {
  for (auto& [collection, names] : MissingNames(record, *directory)) {
    if (collection == "cities") {
      JUMELAGE_RETURN_IF_ERROR(BatchGet<v1::BatchGetCitiesRequest>(
          names, [&](const auto& request) { return registry.BatchGetCities(request); },
          [&](const auto& response) { AddAll(response.cities(), &directory->cities); }));
    } else if (collection == "organizations") {
      JUMELAGE_RETURN_IF_ERROR(BatchGet<v1::BatchGetOrganizationsRequest>(
          names, [&](const auto& request) { return registry.BatchGetOrganizations(request); },
          [&](const auto& response) {
            AddAll(response.organizations(), &directory->organizations);
          }));
    } else if (collection == "agreements") {
      JUMELAGE_RETURN_IF_ERROR(BatchGet<v1::BatchGetAgreementsRequest>(
          names, [&](const auto& request) { return registry.BatchGetAgreements(request); },
          [&](const auto& response) { AddAll(response.agreements(), &directory->agreements); }));
    } else if (collection == "twinnings") {
      JUMELAGE_RETURN_IF_ERROR(BatchGet<v1::BatchGetTwinningsRequest>(
          names, [&](const auto& request) { return registry.BatchGetTwinnings(request); },
          [&](const auto& response) { AddAll(response.twinnings(), &directory->twinnings); }));
    }
  }
  return absl::OkStatus();
}

}  // namespace jumelage::cli
