#include "registry_service/service/transfer/import_run.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"
#include "common/message/references.h"
#include "registry_service/service/transfer/record_import.h"
#include "registry_service/service/transfer/statement_import.h"

namespace jumelage {
namespace {

using registry::v1::ImportRecordsRequest;
using registry::v1::ImportRecordsResponse;
using registry::v1::Record;

}  // namespace

ImportRun::ImportRun(const ImportedTypes& types, const ImportRecordsRequest* request,
                     Transaction* transaction, ImportRecordsResponse* response)
    : types_(types),
      request_(*request),
      transaction_(*transaction),
      response_(*response),
      begun_(static_cast<size_t>(request->records_size())) {
  for (int i = 0; i < request_.records_size(); ++i) {
    response_.add_results();
    std::string name = ResourceNameOf(MemberOf(request_.records(i), "record"));
    if (!name.empty()) by_name_.try_emplace(std::move(name), i);
  }
}

absl::Status ImportRun::Run() {
  StatementImport statements(types_.twinnings, &transaction_, &refusals_);
  for (int i = 0; i < request_.records_size(); ++i) {
    if (request_.records(i).has_statement()) continue;
    JUMELAGE_RETURN_IF_ERROR(Import(i));
  }
  for (int i = 0; i < request_.records_size(); ++i) {
    if (!request_.records(i).has_statement()) continue;
    auto* result = response_.mutable_results(i);
    JUMELAGE_RETURN_IF_ERROR(
        refusals_.Take(statements.Add(request_.records(i).statement(), result), result));
  }
  return statements.Run();
}

absl::Status ImportRun::Import(int index) {
  // One that stands in a circle is begun already; what names it in vain is refused.
  if (begun_[static_cast<size_t>(index)]) return absl::OkStatus();
  begun_[static_cast<size_t>(index)] = true;
  if (!by_name_.empty()) JUMELAGE_RETURN_IF_ERROR(ImportNamed(request_.records(index)));
  return refusals_.Take(ImportOne(index), response_.mutable_results(index));
}

absl::Status ImportRun::ImportNamed(const google::protobuf::Message& record) {
  for (const NamedReference& reference : ReferencesOf("", record)) {
    const auto found = by_name_.find(reference.name);
    if (found != by_name_.end()) JUMELAGE_RETURN_IF_ERROR(Import(found->second));
  }
  return absl::OkStatus();
}

absl::Status ImportRun::ImportOne(int index) {
  const Record& record = request_.records(index);
  switch (record.record_case()) {
    case Record::kCity:
      return ImportResource(*types_.cities, record.city(), index);
    case Record::kOrganization:
      return ImportResource(*types_.organizations, record.organization(), index);
    case Record::kAgreement:
      return ImportResource(*types_.agreements, record.agreement(), index);
    case Record::kTwinning:
      return ImportResource(*types_.twinnings, record.twinning(), index);
    default:
      return InvalidFieldsError({{"record", "is required"}});
  }
}

template <typename R>
absl::Status ImportRun::ImportResource(const StandardMethods<R>& methods, const R& record,
                                       int index) {
  const RecordImport<R> import(&methods, request_.existing_records(), &transaction_);
  return import.Run(record, response_.mutable_results(index));
}

}  // namespace jumelage
