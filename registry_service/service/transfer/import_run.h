#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_RUN_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_RUN_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "common/store/transaction.h"
#include "jumelage/registry/v1/transfer_service.pb.h"
#include "registry_service/service/agreement_service.h"
#include "registry_service/service/city_service.h"
#include "registry_service/service/organization_service.h"
#include "registry_service/service/transfer/import_refusals.h"
#include "registry_service/service/twinning_service.h"

namespace jumelage {

// The methods of the services whose resources an import writes. They outlive their users.
struct ImportedTypes {
  const StandardMethods<registry::v1::Agreement>* agreements;
  const StandardMethods<registry::v1::City>* cities;
  const StandardMethods<registry::v1::Organization>* organizations;
  const StandardMethods<registry::v1::Twinning>* twinnings;
};

// One call of ImportRecords in the body of its mutation. A record comes after those that it names,
// statements come last. Used once.
class ImportRun {
 public:
  ImportRun(const ImportedTypes& types, const registry::v1::ImportRecordsRequest* request,
            Transaction* transaction, registry::v1::ImportRecordsResponse* response);

  // Fails only where the call as a whole does.
  absl::Status Run();

 private:
  // Imports the record and, before it, those of the request that it names.
  absl::Status Import(int index);
  absl::Status ImportNamed(const google::protobuf::Message& record);
  absl::Status ImportOne(int index);
  template <typename R>
  absl::Status ImportResource(const StandardMethods<R>& methods, const R& record, int index);

  const ImportedTypes& types_;
  const registry::v1::ImportRecordsRequest& request_;
  Transaction& transaction_;
  registry::v1::ImportRecordsResponse& response_;
  ImportRefusals refusals_;
  // The records that others of the request may name, by name.
  absl::flat_hash_map<std::string, int> by_name_;
  std::vector<bool> begun_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_RUN_H_
