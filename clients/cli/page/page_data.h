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
  // The city: `cities/{city}`. `directory` contains its record and all other records named here.
  std::string city;
  // Its links in every state, by their first year.
  std::vector<registry::v1::PartnerGroup> groups;
  // The agreements to which it is a party. The organizations that it is a member of or that serve
  // it. The projects in which the city or one of these organizations takes part, those on its
  // territory, and those of its twinnings. All in the order of the page: by name, projects by their
  // start.
  std::vector<std::string> agreements;
  std::vector<std::string> organizations;
  std::vector<std::string> projects;
  Directory directory;
};

// Reads the page of `city` (a resource name) from both services. Errors: NOT_FOUND if the city
// doesn't exist; other errors of the services.
absl::StatusOr<PageData> GatherPage(const std::string& city, client::RegistryClient& registry,
                                    client::ProjectsClient& projects);

// Adds to `*directory` the cities, organizations, agreements and twinnings that `record` names and
// the directory lacks. Ignores names without a record.
absl::Status AddReferenced(const google::protobuf::Message& record,
                           client::RegistryClient& registry, Directory* directory);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_PAGE_DATA_H_
