#ifndef JUMELAGE_CLIENTS_CLI_PAGE_PAGE_DATA_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_PAGE_DATA_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/page/directory.h"
#include "clients/cpp/projects_client.h"
#include "clients/cpp/registry_client.h"
#include "google/protobuf/message.h"
#include "jumelage/registry/v1/partner.pb.h"

namespace jumelage::cli {

// Everything that the international page of a city shows, as the services returned it.
struct PageData {
  // The resource name of the city. `directory` contains its record and all other records named
  // here.
  std::string city;
  // The city's links in every state, grouped by the year in which they began.
  std::vector<registry::v1::PartnerGroup> groups;
  // Resource names, in the order in which the page shows them: projects by their start, all others
  // by name. The city is a party to these agreements, and a member or a territory of these
  // organizations. The projects are those in which the city or one of these organizations takes
  // part, those on the city's territory, and those of its twinnings.
  std::vector<std::string> agreements;
  std::vector<std::string> organizations;
  std::vector<std::string> projects;
  Directory directory;
};

// Reads the data for the page of `city` (a resource name) from both services. Returns NOT_FOUND if
// the city doesn't exist, or any other error from the services.
absl::StatusOr<PageData> GatherPage(const std::string& city, client::RegistryClient& registry,
                                    client::ProjectsClient& projects);

// Adds to `*directory` the cities, organizations, agreements and twinnings that `record` names and
// that are not in the directory yet. Ignores names without a record. Returns any other error from
// the registry.
absl::Status AddReferenced(const google::protobuf::Message& record,
                           client::RegistryClient& registry, Directory* directory);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_PAGE_DATA_H_
