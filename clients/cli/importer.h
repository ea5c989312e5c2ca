#ifndef JUMELAGE_CLIENTS_CLI_IMPORTER_H_
#define JUMELAGE_CLIENTS_CLI_IMPORTER_H_

#include <iosfwd>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "clients/cpp/projects_client.h"
#include "clients/cpp/registry_client.h"
#include "jumelage/bundle/v1/bundle.pb.h"

namespace jumelage::cli {

// What became of the records of a bundle.
struct ImportSummary {
  int created = 0;
  int updated = 0;
  int unchanged = 0;
  int failed = 0;
};

// Brings the records of a bundle into the services: creates those that are missing, updates those
// that differ, leaves equal ones alone, removes nothing. Doing it again changes nothing. Used once,
// by one thread.
//
// Records may refer to each other in any order and in circles: first everything that is missing is
// created, without what refers to records that are still to come, then everything that differs is
// updated.
class Importer {
 public:
  // Tells of progress, of failures and of differences that stay on `progress`. All outlive the
  // importer.
  Importer(client::RegistryClient& registry, client::ProjectsClient& projects,
           std::ostream& progress);

  // Goes on after a record that a service refuses, and returns the first such error at the end;
  // stops at once where a service can't be reached.
  absl::Status Import(const bundle::v1::Bundle& bundle);

  const ImportSummary& summary() const { return summary_; }

 private:
  template <typename Record>
  class Stage;

  // Counts and tells a failure. Whether to go on.
  bool Failed(const std::string& name, const absl::Status& error);

  client::RegistryClient& registry_;
  client::ProjectsClient& projects_;
  std::ostream& progress_;
  // The names of the bundle's records that may not exist yet.
  std::set<std::string> pending_;
  ImportSummary summary_;
  absl::Status first_error_;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_IMPORTER_H_
