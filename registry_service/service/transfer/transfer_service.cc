#include "registry_service/service/transfer/transfer_service.h"

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/resource/foreign_references.h"
#include "common/resource/import_refusals.h"
#include "common/resource/import_requests.h"
#include "common/resource/import_run.h"
#include "common/resource/record_import.h"
#include "registry_service/service/transfer/statement_import.h"

namespace jumelage {
namespace {

using registry::v1::ExportRecordsRequest;
using registry::v1::ImportRecordsRequest;
using registry::v1::ImportRecordsResponse;

using registry::v1::ImportResult;
using registry::v1::Record;

template <typename R>
absl::Status ImportResource(const StandardMethods<R>& methods, const ImportRecordsRequest& request,
                            const R& record, Transaction* transaction, ImportResult* result) {
  const AbsentNames none;
  return RecordImport<R, ImportRecordsRequest, ImportResult>(&methods, request.existing_records(),
                                                             &none, transaction)
      .Run(record, result);
}

absl::Status ImportRecord(const ImportedTypes& types, const ImportRecordsRequest& request,
                          const Record& record, Transaction* transaction, ImportResult* result) {
  switch (record.record_case()) {
    case Record::kCity:
      return ImportResource(*types.cities, request, record.city(), transaction, result);
    case Record::kOrganization:
      return ImportResource(*types.organizations, request, record.organization(), transaction,
                            result);
    case Record::kAgreement:
      return ImportResource(*types.agreements, request, record.agreement(), transaction, result);
    case Record::kTwinning:
      return ImportResource(*types.twinnings, request, record.twinning(), transaction, result);
    default:
      return InvalidFieldsError({{"record", "is required"}});
  }
}

// Imports statements last, since they may refer to cities that the same call creates.
absl::Status Import(const ImportedTypes& types, Transaction& transaction,
                    const ImportRecordsRequest& request, ImportRecordsResponse* response) {
  ImportRefusals refusals;
  ImportRun<ImportRecordsRequest, ImportRecordsResponse> run(
      &request,
      [&](const Record& record, ImportResult* result) {
        return ImportRecord(types, request, record, &transaction, result);
      },
      &types.cities->admission().lookups(), &transaction.db(), &refusals, response);
  JUMELAGE_RETURN_IF_ERROR(run.Run([](const Record& record) { return !record.has_statement(); }));
  StatementImport statements(types.twinnings, &transaction, &refusals);
  for (int i = 0; i < request.records_size(); ++i) {
    if (!request.records(i).has_statement()) continue;
    ImportResult* const result = response->mutable_results(i);
    JUMELAGE_RETURN_IF_ERROR(
        refusals.Take(statements.Add(request.records(i).statement(), result), result));
  }
  return statements.Run();
}

}  // namespace

TransferService::TransferService(Store* store, const ImportedTypes& types)
    : types_(types),
      handler_(store, registry::v1::TransferService::service_full_name()),
      exports_(&handler_, &registry::v1::ExportRecordsResponse::default_instance()) {}

grpc::ServerUnaryReactor* TransferService::ImportRecords(grpc::CallbackServerContext* context,
                                                         const ImportRecordsRequest* request,
                                                         ImportRecordsResponse* response) {
  return handler_.Mutate<ImportRecordsRequest, ImportRecordsResponse>(
      context, request, response, "ImportRecords", ValidateImport<ImportRecordsRequest>,
      [this](Transaction& transaction, const ImportRecordsRequest& request,
             ImportRecordsResponse* response) {
        return Import(types_, transaction, request, response);
      });
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* TransferService::ExportRecords(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
  return exports_.Serve<ExportRecordsRequest>(context, *request);
}

}  // namespace jumelage
