#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_SERVICE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_SERVICE_H_

#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "common/search/name_search_method.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "registry_service/service/merge_methods.h"
#include "registry_service/service/queries/duplicate_query.h"
#include "registry_service/storage/tables.h"

namespace jumelage {

// Implements jumelage.registry.v1.CityService; the contract documents each method. Thread-safe.
// `store` and `tables` must outlive the service.
class CityService : public registry::v1::CityService::WithRawCallbackMethod_GetCity<
                        registry::v1::CityService::WithRawCallbackMethod_ListCities<
                            registry::v1::CityService::CallbackService>> {
 public:
  CityService(Store* store, const RegistryTables* tables);

  const StandardMethods<registry::v1::City>& methods() const { return methods_; }

  grpc::ServerUnaryReactor* GetCity(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListCities(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchGetCities(grpc::CallbackServerContext* context,
                                           const registry::v1::BatchGetCitiesRequest* request,
                                           registry::v1::BatchGetCitiesResponse* response) override;
  grpc::ServerUnaryReactor* CreateCity(grpc::CallbackServerContext* context,
                                       const registry::v1::CreateCityRequest* request,
                                       registry::v1::City* response) override;
  grpc::ServerUnaryReactor* UpdateCity(grpc::CallbackServerContext* context,
                                       const registry::v1::UpdateCityRequest* request,
                                       registry::v1::City* response) override;
  grpc::ServerUnaryReactor* DeleteCity(grpc::CallbackServerContext* context,
                                       const registry::v1::DeleteCityRequest* request,
                                       registry::v1::City* response) override;
  grpc::ServerUnaryReactor* UndeleteCity(grpc::CallbackServerContext* context,
                                         const registry::v1::UndeleteCityRequest* request,
                                         registry::v1::City* response) override;
  grpc::ServerUnaryReactor* SearchCities(grpc::CallbackServerContext* context,
                                         const registry::v1::SearchCitiesRequest* request,
                                         registry::v1::SearchCitiesResponse* response) override;
  grpc::ServerUnaryReactor* ListCityRevisions(
      grpc::CallbackServerContext* context, const registry::v1::ListCityRevisionsRequest* request,
      registry::v1::ListCityRevisionsResponse* response) override;
  grpc::ServerUnaryReactor* MergeCity(grpc::CallbackServerContext* context,
                                      const registry::v1::MergeCityRequest* request,
                                      registry::v1::City* response) override;
  grpc::ServerUnaryReactor* UnmergeCity(grpc::CallbackServerContext* context,
                                        const registry::v1::UnmergeCityRequest* request,
                                        registry::v1::City* response) override;
  grpc::ServerUnaryReactor* QueryDuplicates(
      grpc::CallbackServerContext* context, const registry::v1::QueryDuplicatesRequest* request,
      registry::v1::QueryDuplicatesResponse* response) override;
  grpc::ServerUnaryReactor* PurgeCity(grpc::CallbackServerContext* context,
                                      const registry::v1::PurgeCityRequest* request,
                                      registry::v1::City* response) override;

 private:
  const RegistryTables* const tables_;
  const Handler handler_;
  const StandardMethods<registry::v1::City> methods_;
  const MergeMethods<registry::v1::City> merges_;
  const NameSearchMethod<registry::v1::City> search_;
  DuplicateQuery duplicates_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_CITY_SERVICE_H_
