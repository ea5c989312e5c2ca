#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_SERVICES_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_SERVICES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/arguments.h"
#include "clients/cpp/projects_client.h"
#include "clients/cpp/registry_client.h"
#include "jumelage/projects/v1/history_service.pb.h"
#include "jumelage/projects/v1/transfer_service.pb.h"
#include "jumelage/registry/v1/history_service.pb.h"
#include "jumelage/registry/v1/record.pb.h"
#include "jumelage/registry/v1/transfer_service.pb.h"

namespace jumelage::cli {

// Traits of each service, for code that works with either service: the client type, and the
// messages of the methods that both services have. Template parameters for these traits are named
// Api.

struct RegistryApi {
  static constexpr absl::string_view kName = "registry";
  using Client = client::RegistryClient;
  using Record = registry::v1::Record;
  using ImportRequest = registry::v1::ImportRecordsRequest;
  using ImportResponse = registry::v1::ImportRecordsResponse;
  using ImportResult = registry::v1::ImportResult;
  using ExportRequest = registry::v1::ExportRecordsRequest;
  using ExportResponse = registry::v1::ExportRecordsResponse;
  using RedactRequest = registry::v1::RedactTextsRequest;
  using RedactResponse = registry::v1::RedactTextsResponse;
  using CompactRequest = registry::v1::CompactHistoryRequest;
  using CompactResponse = registry::v1::CompactHistoryResponse;
};

struct ProjectsApi {
  static constexpr absl::string_view kName = "projects";
  using Client = client::ProjectsClient;
  using Record = projects::v1::ProjectRecord;
  using ImportRequest = projects::v1::ImportRecordsRequest;
  using ImportResponse = projects::v1::ImportRecordsResponse;
  using ImportResult = projects::v1::ImportResult;
  using ExportRequest = projects::v1::ExportRecordsRequest;
  using ExportResponse = projects::v1::ExportRecordsResponse;
  using RedactRequest = projects::v1::RedactTextsRequest;
  using RedactResponse = projects::v1::RedactTextsResponse;
  using CompactRequest = projects::v1::CompactHistoryRequest;
  using CompactResponse = projects::v1::CompactHistoryResponse;
};

// Returns a usage error if --service is given but names neither service.
inline absl::Status CheckService(const Arguments& arguments) {
  const std::string service = arguments.Get("service", RegistryApi::kName);
  if (service == RegistryApi::kName || service == ProjectsApi::kName) return absl::OkStatus();
  return UsageError(absl::StrCat("--service must be registry or projects, not '", service, "'"));
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_SERVICES_H_
