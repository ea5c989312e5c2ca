#ifndef JUMELAGE_TESTS_SUPPORT_REAL_NETWORK_H_
#define JUMELAGE_TESTS_SUPPORT_REAL_NETWORK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/transfer/record_importer.h"
#include "clients/cpp/registry_client.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {

// A registry in this process that contains the real network of data/wikidata-2016. The network is
// imported through the public API, as the command does it. Tests must have "//data:wikidata" in
// their `data`. The import takes several seconds, so share one instance in a test suite. Aborts if
// the import fails.
class RealNetwork {
 public:
  RealNetwork();

  LiveRegistry& registry() { return registry_; }
  client::RegistryClient& client() { return *client_; }
  // The results of the first import, and how long it took.
  const cli::ImportCounts& counts() const { return counts_; }
  absl::Duration import_time() const { return import_time_; }

  // Imports the whole network again.
  absl::StatusOr<cli::ImportCounts> ImportAgain();

  // Returns the name of a city in the registry, such as "cities/wikidata-q172455" for "Q172455".
  static std::string City(const std::string& wikidata_id);

 private:
  LiveRegistry registry_;
  std::unique_ptr<client::RegistryClient> client_;
  cli::ImportCounts counts_;
  absl::Duration import_time_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_REAL_NETWORK_H_
