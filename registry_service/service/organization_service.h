#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_ORGANIZATION_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_ORGANIZATION_SERVICE_H_

#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "common/search/name_search_method.h"
#include "jumelage/registry/v1/organization_service.grpc.pb.h"
#include "registry_service/service/merge_methods.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Implements jumelage.registry.v1.OrganizationService; the contract documents each method.
// Thread-safe. `store` and `tables` must outlive the service.
class OrganizationService
    : public registry::v1::OrganizationService::WithRawCallbackMethod_GetOrganization<
          registry::v1::OrganizationService::WithRawCallbackMethod_ListOrganizations<
              registry::v1::OrganizationService::CallbackService>> {
 public:
  OrganizationService(Store* store, const RegistryTables* tables);

  const StandardMethods<registry::v1::Organization>& methods() const { return methods_; }

  grpc::ServerUnaryReactor* GetOrganization(grpc::CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListOrganizations(grpc::CallbackServerContext* context,
                                              const grpc::ByteBuffer* request,
                                              grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchGetOrganizations(
      grpc::CallbackServerContext* context,
      const registry::v1::BatchGetOrganizationsRequest* request,
      registry::v1::BatchGetOrganizationsResponse* response) override;
  grpc::ServerUnaryReactor* CreateOrganization(
      grpc::CallbackServerContext* context, const registry::v1::CreateOrganizationRequest* request,
      registry::v1::Organization* response) override;
  grpc::ServerUnaryReactor* UpdateOrganization(
      grpc::CallbackServerContext* context, const registry::v1::UpdateOrganizationRequest* request,
      registry::v1::Organization* response) override;
  grpc::ServerUnaryReactor* DeleteOrganization(
      grpc::CallbackServerContext* context, const registry::v1::DeleteOrganizationRequest* request,
      registry::v1::Organization* response) override;
  grpc::ServerUnaryReactor* UndeleteOrganization(
      grpc::CallbackServerContext* context,
      const registry::v1::UndeleteOrganizationRequest* request,
      registry::v1::Organization* response) override;
  grpc::ServerUnaryReactor* ListOrganizationRevisions(
      grpc::CallbackServerContext* context,
      const registry::v1::ListOrganizationRevisionsRequest* request,
      registry::v1::ListOrganizationRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* MergeOrganization(grpc::CallbackServerContext* context,
                                              const registry::v1::MergeOrganizationRequest* request,
                                              registry::v1::Organization* response) override;
  grpc::ServerUnaryReactor* UnmergeOrganization(
      grpc::CallbackServerContext* context, const registry::v1::UnmergeOrganizationRequest* request,
      registry::v1::Organization* response) override;
  grpc::ServerUnaryReactor* PurgeOrganization(grpc::CallbackServerContext* context,
                                              const registry::v1::PurgeOrganizationRequest* request,
                                              registry::v1::Organization* response) override;

  grpc::ServerUnaryReactor* QueryMembers(grpc::CallbackServerContext* context,
                                         const registry::v1::QueryMembersRequest* request,
                                         registry::v1::QueryMembersResponse* response) override;
  grpc::ServerUnaryReactor* QueryMemberships(
      grpc::CallbackServerContext* context, const registry::v1::QueryMembershipsRequest* request,
      registry::v1::QueryMembershipsResponse* response) override;
  grpc::ServerUnaryReactor* SearchOrganizations(
      grpc::CallbackServerContext* context, const registry::v1::SearchOrganizationsRequest* request,
      registry::v1::SearchOrganizationsResponse* response) override;

 private:
  const RegistryTables* const tables_;
  const Handler handler_;
  const StandardMethods<registry::v1::Organization> methods_;
  const MergeMethods<registry::v1::Organization> merges_;
  const NameSearchMethod<registry::v1::Organization> search_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_ORGANIZATION_SERVICE_H_
