#include "registry_service/service/transfer/transfer_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/values/resource_name.h"
#include "registry_service/domain/field_checks.h"

namespace jumelage {
namespace {

using registry::v1::ExportRecordsRequest;
using registry::v1::ImportRecordsRequest;
using registry::v1::ImportRecordsResponse;

// Of the request alone: each record is checked in its turn.
absl::Status ValidateImport(const ImportRecordsRequest& request) {
  Violations violations;
  if (request.records().empty()) violations.Add("records", "needs at least one");
  if (request.records_size() > kMaxImportRecords) {
    violations.Add("records", absl::StrCat("has ", request.records_size(), " entries; at most ",
                                           kMaxImportRecords, " are allowed"));
  }
  CheckEnum("existing_records",
            ImportRecordsRequest::ExistingRecords_IsValid(request.existing_records()), &violations);
  CheckRequestId("request_id", request.request_id(), &violations);
  return violations.ToStatus();
}

// The types of an export in their order, each with its table.
using TypedTables = std::vector<std::pair<std::string, const TableBase*>>;

absl::StatusOr<ExportServer::Tables> SelectTables(const TypedTables& tables,
                                                  const ExportRecordsRequest& request) {
  Violations violations;
  absl::flat_hash_set<std::string> wanted;
  for (int i = 0; i < request.resource_types_size(); ++i) {
    const std::string& type = request.resource_types(i);
    const bool known = std::any_of(tables.begin(), tables.end(),
                                   [&](const auto& table) { return table.first == type; });
    if (!known) {
      violations.Add(Indexed("resource_types", i), "is no type of resource of this service");
    } else if (!wanted.insert(type).second) {
      violations.Add(Indexed("resource_types", i), "is given twice");
    }
  }
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  ExportServer::Tables selected;
  for (const auto& [type, table] : tables) {
    if (wanted.empty() || wanted.contains(type)) selected.push_back(table);
  }
  return selected;
}

}  // namespace

TransferService::TransferService(Store* store, const RegistryTables* tables,
                                 const ImportedTypes& types)
    : tables_(*tables),
      types_(types),
      handler_(store, registry::v1::TransferService::service_full_name()),
      exports_(&handler_) {}

grpc::ServerUnaryReactor* TransferService::ImportRecords(grpc::CallbackServerContext* context,
                                                         const ImportRecordsRequest* request,
                                                         ImportRecordsResponse* response) {
  return handler_.Mutate<ImportRecordsRequest, ImportRecordsResponse>(
      context, request, response, "ImportRecords", ValidateImport,
      [this](Transaction& transaction, const ImportRecordsRequest& request,
             ImportRecordsResponse* response) {
        return ImportRun(types_, &request, &transaction, response).Run();
      });
}

grpc::ServerWriteReactor<registry::v1::ExportRecordsResponse>* TransferService::ExportRecords(
    grpc::CallbackServerContext* context, const ExportRecordsRequest* request) {
  const TypedTables tables = {{"registry.jumelage/City", &tables_.cities().table()},
                              {"registry.jumelage/Organization", &tables_.organizations().table()},
                              {"registry.jumelage/Agreement", &tables_.agreements().table()},
                              {"registry.jumelage/Twinning", &tables_.twinnings().table()}};
  return exports_.Start(context, SelectTables(tables, *request));
}

}  // namespace jumelage
