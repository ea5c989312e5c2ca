#include "projects_service/service/transfer_service.h"

#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/message/references.h"
#include "common/resource/import_refusals.h"
#include "common/resource/import_requests.h"
#include "common/resource/import_run.h"
#include "common/resource/record_import.h"
#include "common/resource/referring_mutation.h"

namespace jumelage {
namespace {

using projects::v1::ExportRecordsRequest;
using projects::v1::ImportRecordsRequest;
using projects::v1::ImportRecordsResponse;
using projects::v1::ImportResult;
using projects::v1::Project;
using projects::v1::ProjectRecord;

absl::Status Import(const StandardMethods<Project>& projects, Transaction& transaction,
                    const ImportRecordsRequest& request, const AbsentNames& absent,
                    ImportRecordsResponse* response) {
  ImportRefusals refusals;
  const RecordImport<Project, ImportRecordsRequest, ImportResult> import(
      &projects, request.existing_records(), &absent, &transaction);
  ImportRun<ImportRecordsRequest, ImportRecordsResponse> run(
      &request,
      [&](const ProjectRecord& record, ImportResult* result) {
        return record.has_project() ? import.Run(record.project(), result)
                                    : InvalidFieldsError({{"record", "is required"}});
      },
      &projects.admission().lookups(), &transaction.db(), &refusals, response);
  return run.Run([](const ProjectRecord&) { return true; });
}

}  // namespace

ProjectTransferService::ProjectTransferService(Store* store,
                                               const StandardMethods<Project>* projects,
                                               Handler::MetadataHook hook)
    : projects_(*projects),
      handler_(store, projects::v1::TransferService::service_full_name(), std::move(hook)),
      exports_(&handler_, &projects::v1::ExportRecordsResponse::default_instance()) {}

grpc::ServerUnaryReactor* ProjectTransferService::ImportRecords(
    grpc::CallbackServerContext* context, const ImportRecordsRequest* request,
    ImportRecordsResponse* response) {
  ReferringMutation<ImportRecordsRequest, ImportRecordsResponse> mutation;
  mutation.validate = ValidateImport<ImportRecordsRequest>;
  // The references of stored projects were checked earlier. Look up only the new ones.
  mutation.names =
      [this](sqlite::Database& db,
             const ImportRecordsRequest& request) -> absl::StatusOr<std::vector<NamedReference>> {
    std::vector<NamedReference> names;
    for (const ProjectRecord& record : request.records()) {
      JUMELAGE_ASSIGN_OR_RETURN(const std::optional<Project> stored,
                                projects_.resources().table().Get(db, record.project().name()));
      std::vector<NamedReference> anew =
          NewReferences(ReferencesOf("", stored ? *stored : Project()), ReferencesOf("", record));
      std::move(anew.begin(), anew.end(), std::back_inserter(names));
    }
    return names;
  };
  mutation.body = [this](Transaction& transaction, const ImportRecordsRequest& request,
                         const AbsentNames& absent, ImportRecordsResponse* response) {
    return Import(projects_, transaction, request, absent, response);
  };
  return Mutate(handler_, projects_.admission(), context, request, response, "ImportRecords",
                std::move(mutation));
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* ProjectTransferService::ExportRecords(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return exports_.Serve<ExportRecordsRequest>(context, *request);
}

}  // namespace jumelage
