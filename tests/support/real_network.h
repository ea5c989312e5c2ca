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

// A registry in this process with the real network of data/wikidata-2016, imported through the
// public API as the command does it. Tests must have "//data:wikidata" in their `data`. The import
// takes some seconds, so a suite shares one instance. Aborts if the import fails.
class RealNetwork {
 public:
  RealNetwork();

  LiveRegistry& registry() { return registry_; }
  client::RegistryClient& client() { return *client_; }
  // The results of the import, and how long it took.
  const cli::ImportCounts& counts() const { return counts_; }
  absl::Duration import_time() const { return import_time_; }

  // Imports all of it again.
  absl::StatusOr<cli::ImportCounts> ImportAgain();

  // "cities/wikidata-q172455" for "Q172455".
  static std::string City(const std::string& wikidata_id);

 private:
  LiveRegistry registry_;
  std::unique_ptr<client::RegistryClient> client_;
  cli::ImportCounts counts_;
  absl::Duration import_time_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_REAL_NETWORK_H_
